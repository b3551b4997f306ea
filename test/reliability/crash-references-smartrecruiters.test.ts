import { expectedPasses, startSmartRecruitersReferences } from './crash-references-smartrecruiters.ts'
import { crashTests } from './crash-tests.ts'

crashTests({
  start: startSmartRecruitersReferences,
  passes: expectedPasses,
  calls: { crosschq: 13, smartRecruiters: 19 },
  isBrief: true,
})
