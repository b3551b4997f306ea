import { FatalError } from '../../lib/errors.ts'
import { didYouMean } from '../../lib/nearest.ts'
import { checkMapping } from '../../mapping/fields.ts'
import type { Mapping } from '../../mapping/load.ts'
import { permissionOfScope } from '../../systems/ashby/permissions.ts'
import type { AshbyField } from '../../systems/ashby/schema.ts'
import type { ChartHopField } from '../../systems/charthop/schema.ts'
import type { Finding } from '../connector.ts'
import type { Systems } from './collections.ts'
import { bothFields, titled } from './field-lines.ts'
import { problemOf as hireFieldProblem } from './hire-fields.ts'
import { isSelect, mappingProblem, missingOptions, typeProblem, wantedType } from './mapped-fields.ts'
import { neededPermissions, readsOf, writingAccess } from './permissions.ts'
import { folded } from './values.ts'

/** Both keys, what they may do, and the mapping against what both sides have now. Reads only. */
export async function check(systems: Systems): Promise<readonly Finding[]> {
  const charthop = await attempt('ChartHop token', () => askChartHop(systems))
  const ashby = await attempt('Ashby key', () => askAshby(systems))
  const failed = new Set([...charthop, ...ashby].filter(({ ok }) => !ok).map(({ subject }) => subject))
  if (failed.has('ChartHop token') && failed.has('Ashby key')) return [...charthop, ...ashby, swapped]
  const comparing = ['ChartHop token', 'Ashby key', 'permission hiringProcessMetadataRead']
  const canCompare = !comparing.some((subject) => failed.has(subject))
  return [...charthop, ...ashby, ...(canCompare ? await attempt('mapping', () => checkFields(systems)) : [])]
}

/** Only a hint: a key is never shown to the other vendor to find out whose it is. */
const swapped: Finding = {
  ok: false,
  subject: 'both keys',
  message:
    "neither side takes its key; if they are swapped, ChartHop's app token belongs in charthop.token and Ashby's API key in ashby.apiKey",
}

/** Throws where the token is not taken. */
export async function askChartHop({ charthop }: Systems): Promise<Finding[]> {
  const { slug, orgId, access } = await charthop.whoAmI()
  const accepted = {
    ok: true,
    subject: 'ChartHop token',
    message: `accepted for ${slug ?? orgId}${access ? ` with access ${access}` : ''}`,
  }
  if (!access || writingAccess.has(access)) return [accepted]
  return [
    accepted,
    {
      ok: false,
      subject: 'ChartHop access',
      message: `${access} may not write people into jobs; give the app at least Org Editor (PRIMARY)`,
    },
  ]
}

/** Throws where the key is not taken. */
export async function askAshby({ ashby }: Systems): Promise<Finding[]> {
  const key = await ashby.keyScopes()
  if (key === 'unreadable') return probeAshby({ ashby })
  const had = new Set(key.scopes.map(permissionOfScope))
  const missing = neededPermissions.filter((permission) => !had.has(permission))
  const accepted = { ok: true, subject: 'Ashby key', message: 'accepted' }
  return [
    accepted,
    ...missing.map((permission) => ({
      ok: false,
      subject: `permission ${permission}`,
      message: `the Ashby key lacks ${permission}; tick it at Admin → API keys`,
    })),
  ]
}

/** Without apiKeysRead the key cannot describe itself; each list tells of its own permission. */
async function probeAshby({ ashby }: Pick<Systems, 'ashby'>): Promise<Finding[]> {
  const note = {
    ok: true,
    subject: 'permission apiKeysRead',
    message: 'not granted, so write permissions show only when something is written',
  }
  const probes = Object.entries(readsOf({ ashby })).map(([permission, read]) =>
    attempt(`permission ${permission}`, async () => {
      await read()
      return [{ ok: true, subject: `permission ${permission}`, message: 'granted' }]
    }),
  )
  const findings = (await Promise.all(probes)).flat()
  if (!findings.some(({ ok }) => ok)) throw new FatalError(UNKNOWN_KEY)
  return [note, ...findings]
}

/** Ashby answers the same 403 to a key it does not know and to one that may do nothing. */
const UNKNOWN_KEY =
  'Ashby refuses it for every call: it is unknown, switched off, or has no permission; make one at Ashby → Admin → API keys'

async function checkFields(systems: Systems): Promise<Finding[]> {
  const mapping = systems.mapping()
  const { fields, targets, sources } = await bothFields(systems)
  const unknown = checkMapping(mapping, fields).map(({ at, code, message }) => ({
    ok: false,
    subject: `mapping ${code}`,
    message: `${at}: ${message}`,
  }))
  return [
    ...unknown,
    ...mapping.openings.flatMap((entry) => checkEntry(entry, fields, targets)),
    ...mapping.hires.flatMap((entry) => checkHireEntry(entry, fields, sources)),
  ]
}

/** Where nothing in Ashby has the title, nothing would ever be written, and nobody would know. */
function checkHireEntry(
  entry: Mapping['hires'][number],
  fields: readonly ChartHopField[],
  sources: readonly AshbyField[],
): Finding[] {
  const { from, to, at } = entry
  const field = fields.find(({ code }) => folded(code) === folded(to))
  if (!field) return []
  const subject = `mapping ${to}`
  const problem = hireFieldProblem(entry, field)
  if (problem) return [{ ok: false, subject, message: `${at}: ${problem}` }]
  const ofObject = sources.filter(({ objectType }) => folded(objectType).startsWith(from.object))
  if (titled(from.title, ofObject))
    return [{ ok: true, subject, message: `from Ashby ${from.object} field "${from.title}"` }]
  const titles = ofObject.map(({ title }) => title)
  const message = `${at}: Ashby has no ${from.object} field titled "${from.title}"${didYouMean(from.title, titles)}`
  return [{ ok: false, subject, message }]
}

function checkEntry(
  entry: Mapping['openings'][number],
  fields: readonly ChartHopField[],
  targets: readonly AshbyField[],
): Finding[] {
  const field = fields.find(({ code }) => folded(code) === folded(entry.from))
  if (!field) return []
  const subject = `mapping ${entry.from}`
  const problem = mappingProblem(entry, field) ?? typeProblem(entry, field, titled(entry.title, targets))
  if (problem) return [{ ok: false, subject, message: `${entry.at}: ${problem}` }]
  return [{ ok: true, subject, message: targetOf(entry, field, targets) }]
}

function targetOf(entry: Mapping['openings'][number], field: ChartHopField, targets: readonly AshbyField[]): string {
  const target = titled(entry.title, targets)
  if (!target) return `Ashby field "${entry.title}" (${wantedType(entry, field)}) will be made`
  const without = isSelect(target.fieldType) ? missingOptions(field, target) : []
  return `Ashby field "${entry.title}" (${target.fieldType})${without.length > 0 ? `; ${without.length} of ${field.options.length} options will be added` : ''}`
}

/** A check that fails is a finding, not the end of the others. */
async function attempt(subject: string, act: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await act()
  } catch (error) {
    return [{ ok: false, subject, message: error instanceof Error ? error.message : String(error) }]
  }
}
