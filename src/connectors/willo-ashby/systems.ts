import type { WilloMapping } from '../../mapping/willo-load.ts'
import type { Ashby } from '../../systems/ashby/client.ts'
import type { Willo } from '../../systems/willo/client.ts'

/** What the parts of this connector are given. */
export interface Systems {
  readonly willo: Willo
  readonly ashby: Ashby
  mapping(): WilloMapping
  now(): Date
}
