import type { LoggedCall } from '../../src/sandbox/server.ts'
import { createWillo, type Willo } from '../../src/systems/willo/client.ts'
import { startWilloSandbox, type WilloSandbox } from '../../src/systems/willo/sandbox.ts'
import type { WilloEvent } from '../../src/systems/willo/webhooks.ts'
import { drain } from './listing.ts'

const NO_KEY = 'dead'.repeat(8)
const EVENTS: readonly WilloEvent[] = ['new_response', 'stage_change', 'new_comment', 'new_score']

/** Every method of the client with everything it can be given; a method that is missing here does not compile. */
const willoCalls = {
  checkKey: (willo) => willo.checkKey(),
  interviews: (willo) => drain(willo.interviews()),
  interview: async (willo, sandbox) => [
    await willo.interview(sandbox.addInterview({ department: 'Sales' }).key),
    await willo.interview(NO_KEY),
  ],
  invite: async (willo, sandbox) => {
    const interview = sandbox.addInterview().key
    await willo.invite({ interview, name: 'Ada Byron', email: 'ada@people.example', phone: '+15550100000' })
    return willo.invite({ interview, name: ' Bo ', email: 'bo@people.example' })
  },
  participants: (willo, sandbox) => {
    const { key } = sandbox.addInterview()
    for (let guest = 0; guest < 31; guest += 1) sandbox.inviteByHand(key, { name: 'Guest' })
    return drain(willo.participants(key))
  },
  participant: async (willo, sandbox) => {
    const { key } = sandbox.joinByLink(sandbox.addInterview().key, { name: 'Link', email: 'link@people.example' })
    const begun = await willo.participant(key)
    sandbox.complete(key)
    return [begun, await willo.participant(key), await willo.participant(NO_KEY)]
  },
  webhooks: (willo) => willo.webhooks(),
  createWebhook: async (willo, sandbox) => {
    for (const event of EVENTS) await willo.createWebhook({ url: urlFor(event), event })
    const interviews = [sandbox.addInterview().key]
    return willo.createWebhook({ url: urlFor('new_response'), event: 'new_response', interviews })
  },
  updateWebhook: async (willo, sandbox) => {
    const { key } = await willo.createWebhook({ url: urlFor('new_score'), event: 'new_score' })
    const other = { url: urlFor('new_comment'), event: 'new_comment' } as const
    return willo.updateWebhook(key, { ...other, interviews: [sandbox.addInterview().key] })
  },
} satisfies Record<Exclude<keyof Willo, 'close'>, (willo: Willo, sandbox: WilloSandbox) => Promise<unknown>>

export async function callWillo(
  afterwards: (sandbox: WilloSandbox) => Promise<void> = async () => {},
): Promise<readonly LoggedCall[]> {
  await using sandbox = await startWilloSandbox()
  const rate = { perSecond: 1000, inFlight: 8 }
  const willo = createWillo({ baseUrl: sandbox.url, apiKey: () => sandbox.key, rate })
  for (let count = 0; count < 31; count += 1) sandbox.addInterview()
  for (const call of Object.values(willoCalls)) await call(willo, sandbox)
  willo.close()
  const calls = [...sandbox.server.calls]
  await afterwards(sandbox)
  return calls
}

function urlFor(event: WilloEvent): string {
  return `http://127.0.0.1:1/hooks/willo?token=secret&event=${event}`
}
