import type { Opening, OpeningState, OpeningVersion } from './model.ts'
import { found, invalidInput } from './refusal.ts'
import { actingUser, timestamp, type World } from './world.ts'

/** What a person or a program may write on an opening; jobs and locations go one by one once it exists. */
export type OpeningDraft = Partial<
  Pick<
    OpeningVersion,
    | 'identifier'
    | 'description'
    | 'teamId'
    | 'jobIds'
    | 'locationIds'
    | 'targetHireDate'
    | 'targetStartDate'
    | 'isBackfill'
    | 'employmentType'
  >
>

export function createOpening(world: World, draft: OpeningDraft, state: OpeningState = 'Draft'): Opening {
  checkReferences(world, draft)
  checkIdentifier(world, draft.identifier, undefined)
  const at = timestamp(world)
  const empty: Opening = {
    id: world.ids.uuid('opening'),
    openedAt: null,
    closedAt: null,
    isArchived: false,
    archivedAt: null,
    closeReasonId: null,
    openingState: 'Draft',
    latestVersion: {
      id: world.ids.uuid('openingVersion'),
      identifier: null,
      description: null,
      authorId: actingUser(world).id,
      createdAt: at,
      teamId: null,
      jobIds: [],
      targetHireDate: null,
      targetStartDate: null,
      isBackfill: false,
      employmentType: 'FullTime',
      locationIds: [],
      hiringTeam: [],
      customFields: [],
      ...present(draft),
    },
  }
  const opening = world.openings.put(withState(world, empty, state, null))
  world.fire({ action: 'openingCreate', data: { opening } })
  return opening
}

/** Every edit makes a version with an id of its own. */
export function editOpening(world: World, opening: Opening, edit: Partial<OpeningVersion>): Opening {
  checkReferences(world, edit)
  if (edit.identifier !== undefined) checkIdentifier(world, edit.identifier, opening.id)
  return world.openings.put({ ...opening, latestVersion: nextVersion(world, opening.latestVersion, edit) })
}

export function nextVersion(world: World, version: OpeningVersion, edit: Partial<OpeningVersion>): OpeningVersion {
  const stamp = { id: world.ids.uuid('openingVersion'), createdAt: timestamp(world), authorId: actingUser(world).id }
  return { ...version, ...present(edit), ...stamp }
}

export function setOpeningState(world: World, opening: Opening, state: OpeningState, closeReasonId?: string): Opening {
  if (closeReasonId !== undefined) found(world.closeReasons.get(closeReasonId), 'Close reason', notFound(world))
  if (state === 'Closed' && closeReasonId === undefined && world.settings.closeReasonRequired) {
    throw invalidInput('closeReasonId: required to close an opening')
  }
  return world.openings.put(withState(world, opening, state, closeReasonId ?? null))
}

export function setArchived(world: World, opening: Opening, isArchived: boolean): Opening {
  return world.openings.put({ ...opening, isArchived, archivedAt: isArchived ? timestamp(world) : null })
}

/** Undocumented: adding what is there, or removing what is not, changes nothing here and is no error. */
export function changeMembers(
  world: World,
  opening: Opening,
  list: 'jobIds' | 'locationIds',
  change: { readonly add?: string; readonly remove?: string },
): Opening {
  const before = opening.latestVersion[list]
  const without = before.filter((id) => id !== change.remove)
  const after = change.add === undefined || without.includes(change.add) ? without : [...without, change.add]
  return after.length === before.length ? opening : editOpening(world, opening, { [list]: after })
}

function withState(world: World, opening: Opening, openingState: OpeningState, closeReasonId: string | null): Opening {
  checkCompleteness(world, opening, openingState)
  const isOver = openingState === 'Closed' || openingState === 'Filled'
  return {
    ...opening,
    openingState,
    openedAt: openingState === 'Open' ? (opening.openedAt ?? timestamp(world)) : opening.openedAt,
    closedAt: isOver ? timestamp(world) : null,
    closeReasonId: openingState === 'Closed' ? closeReasonId : null,
  }
}

function checkCompleteness(world: World, { latestVersion }: Opening, state: OpeningState): void {
  if (state === 'Draft') return
  const missing = world.settings.requiredOutsideDraft.filter((name) => {
    const value = latestVersion[name]
    return value === null || value.length === 0
  })
  if (missing.length > 0) throw invalidInput(`openingState: ${state} requires ${missing.join(', ')}`)
}

function checkReferences(world: World, { teamId, jobIds, locationIds }: Partial<OpeningVersion>): void {
  if (typeof teamId === 'string') found(world.departments.get(teamId), 'Team', notFound(world))
  for (const id of jobIds ?? []) found(world.jobs.get(id), 'Job', notFound(world))
  for (const id of locationIds ?? []) found(world.locations.get(id), 'Location', notFound(world))
}

function checkIdentifier(world: World, identifier: string | null | undefined, ownId: string | undefined): void {
  if (!world.settings.uniqueIdentifiers || identifier === null || identifier === undefined) return
  for (const { id, latestVersion } of world.openings.all()) {
    if (id !== ownId && latestVersion.identifier === identifier) throw invalidInput('identifier: already in use')
  }
}

function notFound(world: World): string {
  return world.settings.notFoundCode
}

function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T
}
