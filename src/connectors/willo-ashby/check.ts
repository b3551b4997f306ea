import { FatalError } from '../../lib/errors.ts'
import { type Permission, permissionOfScope } from '../../systems/ashby/permissions.ts'
import type { Finding } from '../connector.ts'
import { firstPage } from '../permission.ts'
import { livePlaces } from './jobs.ts'
import { neededPermissions, readsOf } from './permissions.ts'
import type { Systems } from './systems.ts'
import { placeTriggers } from './triggers.ts'

/** Throws unless both sides take their keys (S68, S69). */
export async function checkKeys({ willo, ashby }: Systems): Promise<void> {
  await willo.checkKey()
  if ((await ashby.keyScopes()) === 'unreadable') await firstPage(ashby.jobs())
}

/** Both keys, what they may do, and the mapping against the jobs, stages and interviews of now. Reads only. */
export async function check(systems: Systems): Promise<readonly Finding[]> {
  const keys = [
    ...(await attempt('Willo key', () => askWillo(systems))),
    ...(await attempt('Ashby key', () => askAshby(systems))),
  ]
  const canCompare = keys.every(({ ok, subject }) => ok || subject === 'permission candidatesWrite')
  return [...keys, ...(canCompare ? await attempt('mapping', () => checkMapping(systems)) : [])]
}

/** Throws where the key is not taken. */
export async function askWillo({ willo }: Systems): Promise<Finding[]> {
  await willo.checkKey()
  return [{ ok: true, subject: 'Willo key', message: 'accepted' }]
}

/** Throws where the key is not taken. */
export async function askAshby(systems: Systems): Promise<Finding[]> {
  const key = await systems.ashby.keyScopes()
  if (key === 'unreadable') return probeAshby(systems)
  const had = new Set(key.scopes.map(permissionOfScope))
  const missing = neededPermissions.filter((permission) => !had.has(permission))
  return [accepted, ...missing.map(lacking), webhooks(had.has('apiKeysWrite'))]
}

const accepted: Finding = { ok: true, subject: 'Ashby key', message: 'accepted' }

function lacking(permission: Permission): Finding {
  const message = `the Ashby key lacks ${permission}; tick it at Admin → API keys`
  return { ok: false, subject: `permission ${permission}`, message }
}

/** Without it everything works, only later. */
function webhooks(isGranted: boolean): Finding {
  const message = isGranted ? 'granted' : 'not granted, so webhooks have to be set up by hand in Ashby'
  return { ok: true, subject: 'permission apiKeysWrite', message }
}

/** Without apiKeysRead the key cannot describe itself; each list tells of its own permission. */
async function probeAshby({ ashby }: Systems): Promise<Finding[]> {
  const note = 'not granted, so write permissions show only when something is written'
  const probes = Object.entries(readsOf({ ashby })).map(([permission, read]) =>
    attempt(`permission ${permission}`, async () => {
      await read()
      return [{ ok: true, subject: `permission ${permission}`, message: 'granted' }]
    }),
  )
  const findings = (await Promise.all(probes)).flat()
  if (!findings.some(({ ok }) => ok)) throw new FatalError(UNKNOWN_KEY)
  return [{ ok: true, subject: 'permission apiKeysRead', message: note }, ...findings]
}

/** Ashby answers the same 403 to a key it does not know and to one that may do nothing. */
const UNKNOWN_KEY =
  'Ashby refuses it for every call: it is unknown, switched off, or has no permission; make one at Ashby → Admin → API keys'

async function checkMapping(systems: Systems): Promise<Finding[]> {
  const mapping = systems.mapping()
  const { triggers, problems } = placeTriggers(mapping, await livePlaces(systems))
  const wrong = problems.map(({ at, message }) => ({ ok: false, subject: 'mapping', message: `${at}: ${message}` }))
  const warnings = mapping.warnings.map(({ at, message }) => ({
    ok: true,
    subject: 'mapping',
    message: `${at}: ${message}`,
  }))
  const found = { ok: true, subject: 'mapping', message: `${triggers.length} triggers found in Ashby` }
  return [...wrong, ...warnings, found]
}

/** A check that fails is a finding, not the end of the others. */
async function attempt(subject: string, act: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await act()
  } catch (error) {
    const permission = error instanceof FatalError ? error.facts.permission : undefined
    const message = error instanceof Error ? error.message : String(error)
    return [{ ok: false, subject: permission ? `permission ${permission}` : subject, message }]
  }
}
