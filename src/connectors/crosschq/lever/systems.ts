import type { CrosschqMapping } from '../../../mapping/crosschq-load.ts'
import { type Crosschq, createCrosschq } from '../../../systems/crosschq/client.ts'
import { createLever, type Lever } from '../../../systems/lever/client.ts'
import type { Parts } from '../../connector.ts'
import type { CrosschqLeverConfig } from './config.ts'
import { createStandings, type StandingOf } from './standing.ts'

export interface Systems {
  readonly crosschq: Crosschq
  readonly lever: Lever
  readonly standingOf: StandingOf
  mapping(): CrosschqMapping
  now(): Date
}

export function openSystems(
  config: CrosschqLeverConfig,
  { onCall, sleep, timeouts, now }: Parts,
  mapping: Systems['mapping'],
): Systems {
  const client = { onCall, sleep, timeouts }
  const { apiKey, performAs, confidential, baseUrl, rate } = config.lever
  const lever = createLever({
    ...{ baseUrl, rate, ...client, includeConfidential: confidential },
    apiKey: () => apiKey,
    performAs: () => performAs,
  })
  const crosschq = createCrosschq({ ...config.crosschq, token: () => config.crosschq.token, ...client })
  return { crosschq, lever, standingOf: createStandings(lever, now), mapping, now }
}
