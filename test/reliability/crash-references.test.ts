import { expectedPasses, startReferences } from './crash-references.ts'
import { crashTests } from './crash-tests.ts'

crashTests({ start: startReferences, passes: expectedPasses, calls: { crosschq: 12, ashby: 34 } })
