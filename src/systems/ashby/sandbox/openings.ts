import { z } from 'zod'
import { type Endpoints, endpoint, type Reply } from './endpoint.ts'
import { boolean, calendarDate, pagingByCreation } from './input.ts'
import { EMPLOYMENT_TYPES, type EmploymentType, type Opening, SETTABLE_STATES } from './model.ts'
import { changeMembers, createOpening, editOpening, setArchived, setOpeningState } from './opening-changes.ts'
import { list } from './paging.ts'
import { found, invalidInput } from './refusal.ts'
import type { World } from './world.ts'

const openingId = z.string()
const employmentType = z.enum([...EMPLOYMENT_TYPES, ''])

const create = z.object({
  identifier: z.string().nullish(),
  description: z.string().nullish(),
  teamId: z.string().nullish(),
  locationIds: z.array(z.string()).nullish(),
  jobIds: z.array(z.string()).nullish(),
  targetHireDate: calendarDate.nullish(),
  targetStartDate: calendarDate.nullish(),
  isBackfill: boolean.default(false),
  employmentType: employmentType.default('FullTime'),
  openingState: z.enum(SETTABLE_STATES).default('Draft'),
})

const update = z.object({
  openingId,
  identifier: z.string().nullish(),
  description: z.string().nullish(),
  teamId: z.string().nullish(),
  targetHireDate: calendarDate.nullish(),
  targetStartDate: calendarDate.nullish(),
  isBackfill: boolean.optional(),
  employmentType: employmentType.optional(),
})

/** https://developers.ashbyhq.com/reference/openinglist and its neighbours */
export const openingEndpoints: Endpoints = {
  'opening.list': endpoint('jobsRead', z.object(pagingByCreation), (input, world) => {
    const keep = (opening: Opening) => world.settings.listsArchivedOpenings || !opening.isArchived
    return list(world, world.openings, input, { name: 'opening', keep, show: (opening) => opening })
  }),

  'opening.info': endpoint('jobsRead', z.object({ openingId }), (input, world) => ({
    results: found(world.openings.read(input.openingId), 'Opening', world.settings.notFoundCode),
  })),

  'opening.search': endpoint('jobsRead', z.object({ identifier: z.string() }), ({ identifier }, world) => ({
    results: [...world.openings.readAll().filter((opening) => isMatch(world, opening, identifier))],
  })),

  'opening.create': endpoint('jobsWrite', create, ({ openingState, ...input }, world) => {
    const draft = {
      ...input,
      locationIds: input.locationIds ?? [],
      jobIds: input.jobIds ?? [],
      employmentType: toEmploymentType(input.employmentType),
    }
    return { results: createOpening(world, draft, openingState) }
  }),

  'opening.update': endpoint('jobsWrite', update, ({ openingId, ...edit }, world) => {
    const emptied = Object.entries(edit).find(([, value]) => value === null)
    if (emptied && !world.settings.updateTakesNull) throw invalidInput(`${emptied[0]}: expected string, received null`)
    const defaults = world.settings.omittedResets ? { isBackfill: false, employmentType: 'FullTime' as const } : {}
    const type = edit.employmentType === undefined ? {} : { employmentType: toEmploymentType(edit.employmentType) }
    return { results: editOpening(world, target(world, openingId), { ...defaults, ...present(edit), ...type }) }
  }),

  'opening.setOpeningState': endpoint(
    'jobsWrite',
    z.object({ openingId, openingState: z.enum(SETTABLE_STATES), closeReasonId: z.string().optional() }),
    (input, world) => ({
      results: setOpeningState(world, target(world, input.openingId), input.openingState, input.closeReasonId),
    }),
  ),

  'opening.setArchived': endpoint('jobsWrite', z.object({ openingId, archive: boolean }), (input, world) => ({
    results: setArchived(world, target(world, input.openingId), input.archive),
  })),

  'opening.addJob': endpoint('jobsWrite', z.object({ openingId, jobId: z.string() }), (input, world) =>
    member(world, input.openingId, 'jobIds', { add: input.jobId }),
  ),
  'opening.removeJob': endpoint('jobsWrite', z.object({ openingId, jobId: z.string() }), (input, world) =>
    member(world, input.openingId, 'jobIds', { remove: input.jobId }),
  ),
  'opening.addLocation': endpoint('jobsWrite', z.object({ openingId, locationId: z.string() }), (input, world) =>
    member(world, input.openingId, 'locationIds', { add: input.locationId }),
  ),
  'opening.removeLocation': endpoint('jobsWrite', z.object({ openingId, locationId: z.string() }), (input, world) =>
    member(world, input.openingId, 'locationIds', { remove: input.locationId }),
  ),
}

function target(world: World, id: string): Opening {
  return found(world.openings.get(id), 'Opening', world.settings.notFoundCode)
}

function member(
  world: World,
  id: string,
  list: 'jobIds' | 'locationIds',
  change: { readonly add?: string; readonly remove?: string },
): Reply {
  return { results: changeMembers(world, target(world, id), list, change) }
}

function isMatch(world: World, { latestVersion }: Opening, wanted: string): boolean {
  const identifier = latestVersion.identifier
  if (identifier === null) return false
  if (world.settings.openingSearch === 'exact') return identifier === wanted
  return identifier.toLowerCase().includes(wanted.toLowerCase())
}

/** The empty text is a value the request admits and the answer does not. */
function toEmploymentType(type: EmploymentType | ''): EmploymentType {
  return type === '' ? 'FullTime' : type
}

function present<T extends object>(value: T): Omit<T, 'employmentType'> {
  const entries = Object.entries(value).filter(([name, part]) => part !== undefined && name !== 'employmentType')
  return Object.fromEntries(entries) as Omit<T, 'employmentType'>
}
