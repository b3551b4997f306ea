import type { SmartRecruiters } from '../../../systems/smartrecruiters/client.ts'
import { type Endpoint, scopeFor } from '../../../systems/smartrecruiters/scopes.ts'
import { firstPage, type PermissionLine, probedPermissions, unknownPermissions } from '../../permission.ts'
import { crosschqPermissions, untriedCrosschq } from '../permissions.ts'
import type { Systems } from './systems.ts'

export interface Probe {
  readonly endpoint: Endpoint
  readonly purpose: string
  try(smartRecruiters: SmartRecruiters): Promise<unknown>
}

/** What cannot be tried without writing shows when it is needed: files and notes. */
export const PROBES: readonly Probe[] = [
  {
    endpoint: 'GET /candidates',
    purpose: 'who stands in the step',
    try: async (smartRecruiters) => firstPage(smartRecruiters.candidates()),
  },
  {
    endpoint: 'GET /jobs',
    purpose: 'tags and hiring teams',
    try: async (smartRecruiters) => firstPage(smartRecruiters.jobs()),
  },
  {
    endpoint: 'GET /user-api/v201804/users',
    purpose: 'recruiters and hiring managers',
    try: async (smartRecruiters) => smartRecruiters.users(),
  },
  {
    endpoint: 'GET /webhooks-api/v201907/subscriptions',
    purpose: 'webhooks; without it changes are seen by the schedule',
    try: async (smartRecruiters) => smartRecruiters.subscriptions(),
  },
]

/** Company, fields and steps, whatever the mapping says; who asks for them tells more of a refusal (S30). */
const SETTINGS: readonly Pick<Probe, 'endpoint' | 'try'>[] = [
  { endpoint: 'GET /configuration/company', try: async (smartRecruiters) => smartRecruiters.company() },
  {
    endpoint: 'GET /configuration/hiring-processes',
    try: async (smartRecruiters) => smartRecruiters.hiringProcesses(),
  },
]

const WRITES: readonly Endpoint[] = ['POST /candidates/{id}/jobs/{jobId}/attachments', 'POST /messages/shares']

export async function permissions({
  crosschq,
  smartRecruiters,
}: Pick<Systems, 'crosschq' | 'smartRecruiters'>): Promise<readonly PermissionLine[]> {
  const tried = [...SETTINGS, ...PROBES]
  const probes = tried.map((probe) => [scopeFor(probe.endpoint), () => probe.try(smartRecruiters)] as const)
  return [
    ...(await crosschqPermissions(crosschq)),
    ...(await probedPermissions('smartrecruiters', scopes(), Object.fromEntries(probes))),
  ]
}

/** For where access is not set up: nothing is asked. */
export function untriedPermissions(): readonly PermissionLine[] {
  return [...untriedCrosschq(), ...unknownPermissions('smartrecruiters', scopes())]
}

function scopes(): readonly string[] {
  return [...[...SETTINGS, ...PROBES].map(({ endpoint }) => endpoint), ...WRITES].map(scopeFor)
}
