import { expectedPasses, startInterviews } from './crash-interviews.ts'
import { crashTests } from './crash-tests.ts'

crashTests({ start: startInterviews, passes: expectedPasses, calls: { willo: 12, ashby: 13 } })
