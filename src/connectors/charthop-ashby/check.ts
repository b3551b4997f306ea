import { didYouMean } from '../../lib/nearest.ts'
import { checkMapping } from '../../mapping/fields.ts'
import type { Mapping } from '../../mapping/load.ts'
import { type Permission, permissionOfScope } from '../../systems/ashby/permissions.ts'
import type { AshbyField } from '../../systems/ashby/schema.ts'
import type { ChartHopField } from '../../systems/charthop/schema.ts'
import type { Finding } from '../connector.ts'
import type { Systems } from './collections.ts'
import { bothFields, titled } from './field-lines.ts'
import { problemOf as hireFieldProblem } from './hire-fields.ts'
import { mappingProblem, wantedType } from './mapped-fields.ts'
import { folded, optionFor } from './values.ts'

/** What each flow needs of the Ashby key (S82). */
const neededPermissions: readonly Permission[] = [
  'jobsRead',
  'jobsWrite',
  'hiringProcessMetadataRead',
  'hiringProcessMetadataWrite',
  'candidatesRead',
  'candidatesWrite',
  'offersRead',
  'organizationRead',
]

/** ChartHop's access levels that may write people and jobs (https://docs.charthop.com, "access levels"). */
const writingAccess: ReadonlySet<string> = new Set(['OWNER', 'PRIMARY', 'PEOPLE_OPS_ADMIN'])

/** Both keys, what they may do, and the mapping against what both sides have now. Reads only. */
export async function check(systems: Systems): Promise<readonly Finding[]> {
  const charthop = await checkChartHop(systems)
  const ashby = await checkAshby(systems)
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

function checkChartHop({ charthop }: Systems): Promise<Finding[]> {
  return attempt('ChartHop token', async () => {
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
  })
}

function checkAshby({ ashby }: Systems): Promise<Finding[]> {
  return attempt('Ashby key', async () => {
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
  })
}

/** Without apiKeysRead the key cannot describe itself; each list tells of its own permission. */
async function probeAshby({ ashby }: Pick<Systems, 'ashby'>): Promise<Finding[]> {
  const lists = {
    jobsRead: ashby.openings(),
    hiringProcessMetadataRead: ashby.customFields(),
    candidatesRead: ashby.applications(),
    offersRead: ashby.offers(),
    organizationRead: ashby.departments(),
  }
  const note = {
    ok: true,
    subject: 'permission apiKeysRead',
    message: 'not granted, so write permissions show only when something is written',
  }
  const probes = Object.entries(lists).map(([permission, list]) =>
    attempt(`permission ${permission}`, async () => [await firstPage(permission, list)]),
  )
  const findings = (await Promise.all(probes)).flat()
  return findings.some(({ ok }) => ok) ? [note, ...findings] : [unknownKey]
}

/** Ashby answers the same 403 to a key it does not know and to one that may do nothing. */
const unknownKey: Finding = {
  ok: false,
  subject: 'Ashby key',
  message:
    'Ashby refuses it for every call: it is unknown, switched off, or has no permission; make one at Ashby → Admin → API keys',
}

async function firstPage(permission: string, list: AsyncIterable<unknown>): Promise<Finding> {
  for await (const _page of list) break
  return { ok: true, subject: `permission ${permission}`, message: 'granted' }
}

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
  const problem = mappingProblem(entry, field) ?? typeProblem(entry, field, targets)
  if (problem) return [{ ok: false, subject, message: `${entry.at}: ${problem}` }]
  return [{ ok: true, subject, message: targetOf(entry, field, targets) }]
}

function typeProblem(
  entry: Mapping['openings'][number],
  field: ChartHopField,
  targets: readonly AshbyField[],
): string | undefined {
  const target = titled(entry.title, targets)
  const wanted = wantedType(entry, field)
  if (!target || target.fieldType === wanted) return undefined
  return `Ashby field "${entry.title}" is a ${target.fieldType}, ChartHop's values need a ${wanted}; map another title, or set type: ${target.fieldType}`
}

function targetOf(entry: Mapping['openings'][number], field: ChartHopField, targets: readonly AshbyField[]): string {
  const target = titled(entry.title, targets)
  if (!target) return `Ashby field "${entry.title}" (${wantedType(entry, field)}) will be made`
  const without = field.options.filter(
    ({ name, label }) => target.options.length > 0 && !optionFor(name, label, target.options),
  )
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
