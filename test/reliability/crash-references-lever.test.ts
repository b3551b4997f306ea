import { expectedPasses, startLeverReferences } from './crash-references-lever.ts'
import { crashTests } from './crash-tests.ts'

crashTests({
  start: startLeverReferences,
  passes: expectedPasses,
  calls: { crosschq: 15, lever: 23 },
  isBrief: true,
})
