import fc from 'fast-check'
import { testArrivals } from './arrival-property.ts'
import { smartRecruitersArrivals } from './arrivals-smartrecruiters.ts'

const quirks = fc.record({
  statusMovesCandidate: fc.boolean(),
  primaryJob: fc.constantFrom('first' as const, 'latest' as const),
})

testArrivals(smartRecruitersArrivals, quirks)
