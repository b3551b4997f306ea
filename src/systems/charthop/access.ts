import { FatalError } from '../../lib/errors.ts'
import type { Reading } from './reading.ts'
import { cell, isRow, type Row, textOf } from './row.ts'

/** What a token is and may do, as far as it can see itself. */
export interface ChartHopAccess {
  readonly orgId: string
  readonly slug?: string
  readonly timezone?: string
  /** The organisation's currencies, the primary one first. */
  readonly currencies: readonly string[]
  readonly userId?: string
  /** USER or APP. */
  readonly userType?: string
  /** The access level in this organisation, e.g. PRIMARY (shown as Org Editor). Undefined where a role replaces it. */
  readonly access?: string
}

/** Three cheap reads. The organisation may be readable by anybody, so a job is asked for as well. */
export async function readAccess(reading: Reading, org: string): Promise<ChartHopAccess> {
  const found = await reading.body(orgAsk(org), 'list')
  await reading.body(
    { path: `/v2/org/${org}/job`, template: '/v2/org/{orgId}/job', query: { q: 'is:open', limit: 1, fields: 'id' } },
    'list',
  )
  const orgId = textOf(cell(found, 'id')) ?? org
  const user = await readUser(reading)
  return {
    orgId,
    slug: textOf(cell(found, 'slug')),
    timezone: textOf(cell(found, 'timezone')),
    currencies: listOfTexts(found, 'currencies'),
    userId: textOf(cell(user, 'id')),
    userType: textOf(cell(user, 'type'))?.toUpperCase(),
    access: accessIn(user, orgId),
  }
}

function orgAsk(org: string) {
  const isId = /^[0-9a-f]{24}$/i.test(org)
  return isId
    ? { path: `/v1/org/${org}`, template: '/v1/org/{orgId}' }
    : { path: `/v1/org/slug/${org}`, template: '/v1/org/slug/{slug}' }
}

/** Known from the reference of 2024 only, and of use only in what `check` prints: its absence is no fault. */
async function readUser(reading: Reading): Promise<Row> {
  try {
    return await reading.body({ path: '/v1/user/me', template: '/v1/user/me' }, 'list')
  } catch (error) {
    if (error instanceof FatalError && error.facts.status !== 401) return {}
    throw error
  }
}

function accessIn(user: Row, orgId: string): string | undefined {
  const orgs = cell(user, 'orgs')
  const mine = (Array.isArray(orgs) ? orgs : []).find((each) => isRow(each) && each.orgId === orgId)
  return isRow(mine) ? textOf(mine.access)?.toUpperCase() : undefined
}

function listOfTexts(row: Row, code: string): readonly string[] {
  const value = cell(row, code)
  return (Array.isArray(value) ? value : []).filter((each) => typeof each === 'string')
}
