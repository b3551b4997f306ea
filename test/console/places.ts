import type { DemoWorld } from '../../src/cli/demo/world.ts'
import { newToken, tokenHash } from '../../src/notify/link.ts'
import { linksOf } from '../../src/store/links.ts'
import { claimNotification, noteSent, queueNotification } from '../../src/store/notifications.ts'
import { saveFindings } from '../../src/store/records.ts'
import { type Address, ask, runToEnd, until } from './ask.ts'
import { editUnheard } from './bulk.ts'

/** What there is to look at, by its id: one of each kind. */
export interface Places {
  readonly run: string
  readonly record: string
  readonly hold: string
  readonly draft: string
  readonly version: string
  readonly interview: string
  readonly answer: string
}

/** Brought about as people and vendors would. */
export async function makePlaces(world: DemoWorld, daemon: Address): Promise<Places> {
  const openings = await linksOf(world.app.database.knex, { connection: 'headcount', flow: 'openings' })
  const [record = ''] = openings.keys()
  const held = await heldPlan(world, daemon, [...openings.keys()])
  const interview = await firstInterview(daemon)
  const draft = await readyDraft(daemon, 'headcount', ['to: Cost Center }', 'to: Cost Center, transform: [lower] }'])
  const version = await savedVersion(daemon)
  return { ...held, record, draft, version, interview, answer: await askedOwner(world) }
}

/** A new cost center on more openings than may change unattended. */
async function heldPlan(world: DemoWorld, daemon: Address, jobs: readonly string[]) {
  editUnheard(world, jobs, 'CC-900')
  const run = await runToEnd(daemon, 'headcount')
  const { data } = await ask<{ readonly data: readonly { readonly digest: string }[] }>(daemon, 'read', '/holds')
  const hold = data[0]?.digest
  if (!hold) throw new Error('the plan was not held')
  return { run, hold }
}

async function firstInterview(daemon: Address): Promise<string> {
  const { interviews } = await ask<{ readonly interviews: readonly { readonly id: string }[] }>(
    ...([daemon, 'read', '/connections/interviews/choices'] as const),
  )
  return interviews[0]!.id
}

async function savedVersion(daemon: Address): Promise<string> {
  const draft = await readyDraft(daemon, 'references', ['A manager and two peers', 'One manager and two peers'])
  const path = `/connections/references/mapping/drafts/${draft}/save`
  const { version } = await ask<{ readonly version: { readonly id: string } }>(daemon, 'operate', path, {})
  return version.id
}

/** An edit of the mapping that was checked and previewed. */
async function readyDraft(daemon: Address, connection: string, [from, to]: readonly [string, string]): Promise<string> {
  const path = `/connections/${connection}/mapping`
  const { text, digest } = await ask<{ readonly text: string; readonly digest: string }>(daemon, 'read', path)
  const body = { text: text.replace(from, to), base: digest }
  const { id } = await ask<{ readonly id: string }>(daemon, 'operate', `${path}/drafts`, body)
  return until(`the preview of a draft of ${connection}`, async () => {
    const { state } = await ask<{ readonly state: string }>(daemon, 'read', `${path}/drafts/${id}`)
    return state === 'checking' ? undefined : id
  })
}

/** A recruiter got a mail that asks what came of a candidate; its link's token. */
async function askedOwner({ app }: DemoWorld): Promise<string> {
  const { knex } = app.database
  const token = newToken()
  const place = { connection: 'references-lever', flow: 'prompts' }
  await saveFindings(knex, place, [{ id: 'request-1', state: 'synced' }])
  await queueNotification(
    knex,
    {
      ...{ ...place, kind: 'hiring_prompt', record: 'request-1' },
      recipient: 'rita.okonkwo@acme.example.com',
      facts: { candidate: 'Olu Adeyemi', job: 'Account Executive', ats: 'Lever' },
    },
    new Date(),
  )
  const link = { tokenHash: tokenHash(token)!, expiresAt: new Date(Date.now() + 14 * 86_400_000) }
  const claimed = await claimNotification(knex, new Date(Date.now() + 1_000), link)
  if (!claimed) throw new Error('the mail was not queued')
  await noteSent(knex, claimed, new Date())
  return token
}
