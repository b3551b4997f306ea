import type { CrosschqMapping } from '../../../mapping/crosschq-load.ts'
import { type Crosschq, createCrosschq } from '../../../systems/crosschq/client.ts'
import { createSmartRecruiters, type SmartRecruiters } from '../../../systems/smartrecruiters/client.ts'
import type { Parts } from '../../connector.ts'
import { type Access, openAccess } from './access.ts'
import type { CrosschqSmartRecruitersConfig } from './config.ts'
import { createSetup, type Setup } from './setup.ts'

export interface Systems {
  readonly crosschq: Crosschq
  readonly smartRecruiters: SmartRecruiters
  readonly access: Access
  readonly setup: Setup
  mapping(): CrosschqMapping
  now(): Date
}

export function openSystems(
  config: CrosschqSmartRecruitersConfig,
  { onCall, sleep, timeouts, now, credentials }: Parts,
  mapping: Systems['mapping'],
): Systems {
  const client = { onCall, sleep, timeouts }
  const { baseUrl, auth, rate } = config.smartrecruiters
  const access = openAccess({ connection: config.id, baseUrl, auth, now, credentials, ...client })
  const smartRecruiters = createSmartRecruiters({ baseUrl, rate, auth: access.auth, ...client })
  const crosschq = createCrosschq({ ...config.crosschq, token: () => config.crosschq.token, ...client })
  return { crosschq, smartRecruiters, access, setup: createSetup(smartRecruiters, config), mapping, now }
}
