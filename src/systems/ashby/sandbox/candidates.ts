import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { pagingByCreation, uuid } from './input.ts'
import type { Candidate } from './model.ts'
import { list } from './paging.ts'
import { found, invalidInput } from './refusal.ts'
import { showCandidate } from './views.ts'
import type { World } from './world.ts'

/** Searches are cut off here and have no second page. */
const SEARCH_LIMIT = 100

/** https://developers.ashbyhq.com/reference/candidatelist and its neighbours */
export const candidateEndpoints: Endpoints = {
  'candidate.list': endpoint('candidatesRead', z.object(pagingByCreation), (input, world) =>
    list(world, world.candidates, input, { name: 'candidate', show: showCandidate }),
  ),

  'candidate.info': endpoint(
    'candidatesRead',
    z.union([z.object({ id: uuid }), z.object({ externalMappingId: z.string() })]),
    (input, world) => {
      const candidate = 'id' in input ? world.candidates.read(input.id) : byMapping(world, input.externalMappingId)
      return { results: showCandidate(found(candidate, 'Candidate', world.settings.notFoundCode)) }
    },
  ),

  'candidate.search': endpoint(
    'candidatesRead',
    z.object({ email: z.string().optional(), name: z.string().optional() }),
    ({ email, name }, world) => {
      if (email === undefined && name === undefined) throw invalidInput('body: email or name is required')
      const matches = world.candidates.readAll().filter((candidate) => isMatch(candidate, email, name))
      return { results: [...matches.take(SEARCH_LIMIT)].map(showCandidate) }
    },
  ),
}

function byMapping(world: World, externalMappingId: string): Candidate | undefined {
  return world.candidates.readAll().find((candidate) => candidate.externalMappingId === externalMappingId)
}

/** Given both, both must match. Matching part of a name is what people see in the product, not a documented rule. */
function isMatch(candidate: Candidate, email: string | undefined, name: string | undefined): boolean {
  const hasEmail = candidate.emailAddresses.some(({ value }) => value.toLowerCase() === email?.toLowerCase())
  const hasName = candidate.name.toLowerCase().includes((name ?? '').toLowerCase())
  return (email === undefined || hasEmail) && hasName
}
