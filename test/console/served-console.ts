import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { type Served, serve, tokens } from '../../src/http/fixtures/served.ts'
import { storyOfHold, storyOfRecords, storyOfRun } from '../../src/http/fixtures/story.ts'
import { listRuns } from '../../src/store/runs.ts'
import type { Role } from './ask.ts'
import { pages } from './pages.ts'
import { type Form, formsIn, type Visitor, visitor } from './visitor.ts'

/** The console without a browser and without vendors: what the server itself lets pass. */
export interface ServedConsole extends Served {
  /** Every page that takes a session. */
  readonly places: readonly string[]
  stranger(): Visitor
  signedIn(role: Role): Promise<Visitor>
  /** Every form of every page, as this person sees it. */
  formsOf(person: Visitor): Promise<readonly Form[]>
  /** Fails when there is more than the story left there. */
  expectNothingDone(): Promise<void>
}

export async function serveConsole(): Promise<ServedConsole> {
  const served = await serve()
  const { knex } = served.database
  const run = await storyOfRun(knex)
  await storyOfRecords(knex)
  const nothing = { draft: randomUUID(), version: randomUUID(), interview: 'none', answer: 'none' }
  const story = { run, record: 'job-1', hold: await storyOfHold(knex), ...nothing }
  const places = pages.filter(({ isPublic }) => !isPublic).map(({ path }) => path(story))
  const stranger = () => visitor(served.url)
  return {
    ...{ ...served, places, stranger },
    async signedIn(role) {
      const person = stranger()
      const { status, location } = await person.signIn(tokens.find((token) => token.role === role)!.token)
      expect([status, location]).toEqual([303, '/'])
      return person
    },
    async formsOf(person) {
      const seen = await Promise.all(places.map((path) => person.get(path)))
      return seen.flatMap(({ text }) => formsIn(text))
    },
    async expectNothingDone() {
      expect(served.woken).toEqual([])
      expect((await listRuns(knex, { limit: 10 })).map(({ id }) => id)).toEqual([run])
      const { json } = await served.call('/api/v1/holds')
      expect(json.data.map(({ state }: { readonly state: string }) => state)).toEqual(['waiting'])
    },
  }
}
