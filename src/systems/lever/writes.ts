import type { Json } from '../../lib/json.ts'
import type { Actor } from './actor.ts'
import { type Ask, bodyOf, inPath } from './call.ts'

/** Nothing here removes or replaces what a person put there. */
export interface WriteCalls {
  /**
   * Adds to the person's links, which stand on each of their applications. Look at `links` first: what a second one of
   * the same address does is not documented.
   */
  addLinks(applicationId: string, links: readonly string[]): Promise<void>
  /** Lever makes tags it does not know. They are told apart by case. */
  addTags(applicationId: string, tags: readonly string[]): Promise<void>
  addSources(applicationId: string, sources: readonly string[]): Promise<void>
  /** Hires too: see `chooseReason`. Interviews that are planned stay. */
  archive(applicationId: string, reasonId: string): Promise<void>
}

/** https://hire.lever.co/developer/documentation#opportunities */
export function writeCalls(ask: Ask, actor: Actor): WriteCalls {
  /** Never sent twice by itself: whether a list of texts takes one twice is not documented. */
  const add = async (call: string, applicationId: string, body: Body) => {
    const template = `/opportunities/{opportunityId}/${call}`
    const path = `/opportunities/${inPath(applicationId, template)}/${call}`
    const question = { path, template, permission: WRITE, query: actor.optional(), body }
    bodyOf(await ask({ ...question, method: 'POST', effect: 'once' }))
  }
  return {
    addLinks: (applicationId, links) => add('addLinks', applicationId, { links }),
    addTags: (applicationId, tags) => add('addTags', applicationId, { tags }),
    addSources: (applicationId, sources) => add('addSources', applicationId, { sources }),
    archive: async (applicationId, reason) => {
      const template = '/opportunities/{opportunityId}/archived'
      const path = `/opportunities/${inPath(applicationId, template)}/archived`
      const question = { path, template, permission: WRITE, query: actor.optional() }
      const body = { reason, cleanInterviews: false }
      bodyOf(await ask({ ...question, method: 'PUT', effect: 'repeatable', body }))
    },
  }
}

type Body = { readonly [key: string]: Json }

const WRITE = 'opportunities:write'
