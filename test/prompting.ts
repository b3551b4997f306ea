import { createLogger } from '../src/lib/logger.ts'
import { type MailServer, startMailServer } from '../src/notify/fixtures/mail-server.ts'
import { sendDue } from '../src/notify/send-due.ts'
import { createMailer } from '../src/notify/smtp.ts'
import { openOutbox } from '../src/store/outbox.ts'
import { asked, createLeverWorld, type LeverWorld, type LeverWorldOptions } from './references-lever.ts'

/** A world of Lever with an owner for its candidates, a mail server, and reasons to archive with. */
export interface PromptWorld extends LeverWorld {
  readonly mail: MailServer
  /** Olga, who owns the candidates. */
  readonly olga: string
  /** The reason that the config names for who is not hired. */
  readonly notHired: string
  /** A cycle as the daemon does it: a run, then the mails that are due. */
  cycle(): ReturnType<LeverWorld['sync']>
  sendMail(): Promise<void>
}

export async function createPromptWorld(options: LeverWorldOptions = {}): Promise<PromptWorld> {
  const mail = await startMailServer()
  let notHired = ''
  const world = await createLeverWorld({
    mail: {},
    ...options,
    // The account's reasons are known once it stands, and the config is read then.
    config: {
      ...options.config,
      get hiring() {
        return { notHiredReason: notHired, ...(options.config?.hiring as object | undefined) }
      },
    },
    prepare(lever) {
      notHired = [...lever.state.reasons.values()].find(({ type }) => type === 'non-hired')!.id
    },
  })
  const olga = world.lever.addUser({ name: 'Olga Owner', email: 'olga@acme.example' }).id
  const mailer = createMailer({
    ...{ smtpUrl: mail.url, from: 'hirewire@acme.example' },
    timeouts: { connectMs: 1_000, silenceMs: 1_000 },
  })
  const sending = {
    ...{ outbox: openOutbox(world.database.knex), mailer, publicUrl: world.url },
    ...{ logger: createLogger({ level: 'silent' }), now: () => world.engine.now() },
  }
  const sendMail = () => sendDue(sending)
  return {
    ...world,
    ...{ mail, olga, notHired, sendMail },
    async cycle() {
      const end = await world.sync()
      await sendMail()
      return end
    },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]()
      await mail[Symbol.asyncDispose]()
    },
  }
}

/** Olga's candidate, whose references were complete a moment ago, and we know of it. */
export async function completed(world: PromptWorld) {
  const { applicationId, requestId } = await asked(world)
  world.lever.setOwner(applicationId, world.olga)
  world.crosschq.complete(requestId)
  await world.cycle()
  return { applicationId, requestId }
}

/** The same a fortnight later: Olga has the mail. */
export async function prompted(world: PromptWorld) {
  const made = await completed(world)
  world.passHours(FORTNIGHT_H)
  await world.cycle()
  return { ...made, link: linkIn(world) }
}

export const FORTNIGHT_H = 14 * 24

/** The link in the mail that came last. */
export function linkIn({ mail }: PromptWorld): string {
  const link = /http:\/\/\S+\/answers\/[\w-]+/.exec(mail.received.at(-1)?.text ?? '')?.[0]
  if (!link) throw new Error('no mail with a link came')
  return link
}

/** Olga opens the page and presses a button; the run that follows is done when this returns. */
export async function answer(world: PromptWorld, link: string, said: 'hired' | 'not_hired'): Promise<number> {
  const { status } = await fetch(link, { method: 'POST', body: new URLSearchParams({ answer: said }) })
  await world.idle()
  return status
}

export function hiringStatus({ crosschq }: LeverWorld, requestId: string): string | undefined {
  return crosschq.state.requests.get(requestId)?.hiringStatus
}

/** Of the archive reason in Lever; `null` while the candidate is active. */
export function archived({ lever }: LeverWorld, applicationId: string): string | null {
  const reason = lever.state.opportunities.get(applicationId)?.archived?.reason
  return reason ? (lever.state.reasons.get(reason)?.type ?? null) : null
}
