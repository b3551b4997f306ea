import { currentVisit, currentVisitIn } from '../../../systems/ashby/visits.ts'
import type { Mirror, Source } from '../../mirror.ts'
import type { RequestRules } from '../config.ts'
import type { Asked, HostRun, Person, Want } from '../host.ts'
import { REQUESTS } from '../made.ts'
import { splitName } from '../split-name.ts'
import { JOBS, ORDERS, type Systems, USERS } from './collections.ts'
import type { ApplicationRow, JobRow, OrderRow, TeamMember, UserRow } from './rows.ts'

import { hiringManagerOf, recruiterOf } from './team.ts'
import {
  orderWants,
  resolvedTriggers,
  type StageTrigger,
  triggersAt,
  unplacedWants,
  visitOf,
  visitWants,
} from './wants.ts'

interface Known {
  readonly mirror: Mirror
  readonly triggers: readonly StageTrigger[]
  readonly firstSeen: ReadonlyMap<string, Date>
  readonly disabled: ReadonlySet<string>
}

export async function openRun(systems: Systems, rules: RequestRules, mirror: Mirror): Promise<HostRun> {
  const users = await mirror.rows<UserRow>(USERS)
  const known: Known = {
    mirror,
    triggers: resolvedTriggers(systems.mapping().triggers, await mirror.rows<JobRow>(JOBS)),
    firstSeen: await mirror.firstSeen(REQUESTS),
    disabled: new Set(users.filter(({ isEnabled }) => !isEnabled).map(({ id }) => id)),
  }
  return {
    wants: async (source) => ({ wants: await wants(systems, rules, known, source as Source<ApplicationRow>) }),
    asked: (source, want) => asked(systems, known, source as Source<ApplicationRow>, want),
    isStillWanted: (application, key) => isStillWanted(systems, mirror, application, key),
  }
}

async function wants(
  { ashby, now }: Systems,
  { backfill }: RequestRules,
  { triggers, firstSeen }: Known,
  { id, row, related, isGone }: Source<ApplicationRow>,
): Promise<readonly Want[]> {
  const orders = (related[ORDERS] ?? []) as readonly OrderRow[]
  const ordered = orderWants(orders, now())
  const here = isGone ? [] : triggersAt(row, triggers)
  if (here.length === 0) return ordered
  const visit = currentVisitIn((await ashby.visits(id)) ?? [], row.stageId!)
  return [...ordered, ...(visit ? visitWants(visit, here, { firstSeen, backfill }) : unplacedWants(here))]
}

async function isStillWanted({ ashby }: Systems, mirror: Mirror, application: string, key: string): Promise<boolean> {
  const visit = visitOf(key)
  if (visit === undefined) return (await mirror.row<OrderRow>(ORDERS, key))?.state === 'wanted'
  return currentVisit((await ashby.visits(application)) ?? [])?.id === visit
}

/** What Ashby said as it asked counts first; what it left out is read. */
async function asked(
  systems: Systems,
  { mirror, disabled }: Known,
  source: Source<ApplicationRow>,
  { key }: Want,
): Promise<Asked> {
  const order = await mirror.row<OrderRow>(ORDERS, key)
  const teams = teamsOf(systems, source, order)
  return {
    candidate: order?.person ? reachable(order.person) : await candidateOf(systems, source.row),
    jobTitle: order?.jobTitle ?? (await jobTitle(systems, mirror, source.row)),
    requestor: await firstOf(teams, (team) => recruiterOf(team, disabled)),
    hiringManager: await firstOf(teams, (team) => hiringManagerOf(team, disabled)),
  }
}

function reachable(person: Person): Person | 'noEmail' {
  return person.email ? person : 'noEmail'
}

async function candidateOf({ ashby }: Systems, { candidateId }: ApplicationRow): Promise<Asked['candidate']> {
  const candidate = await ashby.candidate(candidateId)
  if (!candidate) return 'gone'
  return candidate.email ? { ...splitName(candidate.name), email: candidate.email } : 'noEmail'
}

type Team = () => Promise<readonly TeamMember[]>

/** Each is asked for once at most, and only where the ones before it name nobody. */
function teamsOf(
  { ashby }: Systems,
  { id, row }: Source<ApplicationRow>,
  order: OrderRow | undefined,
): readonly Team[] {
  return [
    async () => order?.team ?? [],
    once(async () => (await ashby.application(id))?.hiringTeam ?? []),
    once(async () => (row.jobId ? ((await ashby.job(row.jobId))?.hiringTeam ?? []) : [])),
  ]
}

function once(read: Team): Team {
  let team: ReturnType<Team> | undefined
  return () => {
    team ??= read()
    return team
  }
}

async function firstOf<T>(teams: readonly Team[], find: (team: readonly TeamMember[]) => T | undefined) {
  for (const team of teams) {
    const found = find(await team())
    if (found !== undefined) return found
  }
  return undefined
}

async function jobTitle({ ashby }: Systems, mirror: Mirror, { jobId }: ApplicationRow): Promise<string> {
  if (!jobId) return ''
  return (await mirror.row<JobRow>(JOBS, jobId))?.title ?? (await ashby.job(jobId))?.title ?? ''
}
