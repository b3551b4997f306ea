import fc from 'fast-check'
import { testArrivals } from './arrival-property.ts'
import { leverArrivals } from './arrivals-lever.ts'

const quirks = fc.record({
  updatedAt: fc.constantFrom('fromCreation' as const, 'afterChange' as const, 'never' as const),
  tagsReachApplied: fc.boolean(),
  linkTwice: fc.constantFrom('once' as const, 'twice' as const),
})

testArrivals(leverArrivals, quirks)
