import type { Collection } from '../../mirror.ts'
import { prospectCollection } from '../prospects.ts'
import { requestCollection } from '../request-collection.ts'
import { applicationCollection } from './application-collection.ts'
import type { CrosschqSmartRecruitersConfig } from './config.ts'
import type { Systems } from './systems.ts'
import { tagCollection } from './tag-collection.ts'

/** The lists this connector mirrors, and what of each row can cause a write. */
export function collectionsOf(systems: Systems, config: CrosschqSmartRecruitersConfig): readonly Collection[] {
  return [
    applicationCollection(systems, config),
    tagCollection(systems, config),
    requestCollection(systems.crosschq, systems.now),
    prospectCollection(systems.crosschq, systems.now),
  ]
}
