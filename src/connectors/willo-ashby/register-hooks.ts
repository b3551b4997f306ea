import { registerWebhooks } from '../../systems/ashby/register-webhooks.ts'
import type { Willo } from '../../systems/willo/client.ts'
import type { Finding } from '../connector.ts'
import { ashbyEvents, type HookSecrets, willoEvent } from './hooks.ts'
import type { Systems } from './systems.ts'

type Address = (event: string) => string

/** Both vendors take webhooks through their APIs. */
export async function registerHooks(
  { ashby, willo }: Pick<Systems, 'ashby' | 'willo'>,
  secrets: HookSecrets,
  url: Address,
): Promise<readonly Finding[]> {
  const atAshby = await registerWebhooks(ashby, { events: ashbyEvents, secret: secrets.ashby, url })
  return [...atAshby, await atWillo(willo, secrets.willo, url)]
}

function atWillo(willo: Willo, token: string | undefined, url: Address): Promise<Finding> {
  return attempt(`webhook ${willoEvent}`, async () => {
    if (!token) {
      const message = 'willo.webhookToken is not set; choose a secret (openssl rand -hex 32) for the address'
      return { ok: false, message }
    }
    return follow(willo, addressWith(url(willoEvent), token))
  })
}

/** Willo does not keep itself from having one twice, so what is there is looked at first. */
async function follow(willo: Willo, url: string): Promise<Outcome> {
  const ours = (await willo.webhooks()).find((hook) => hook.event === willoEvent && isSamePlace(hook.url, url))
  if (ours && ours.url === url && ours.followsAllInterviews) return { ok: true, message: 'is registered already' }
  if (ours) await willo.updateWebhook(ours.key, { url, event: willoEvent })
  else await willo.createWebhook({ url, event: willoEvent })
  return { ok: true, message: ours ? 'registered with the new token' : 'registered' }
}

/** Deliveries hold neither a secret nor the event's name. */
function addressWith(address: string, token: string): string {
  const url = new URL(address)
  url.searchParams.set('token', token)
  url.searchParams.set('event', willoEvent)
  return url.href
}

function isSamePlace(one: string, other: string): boolean {
  if (!URL.canParse(one)) return false
  const [a, b] = [new URL(one), new URL(other)]
  return a.origin === b.origin && a.pathname === b.pathname
}

type Outcome = Pick<Finding, 'ok' | 'message'>

/** One that is refused, such as for a missing permission, is a finding and not the end of the others. */
async function attempt(subject: string, act: () => Promise<Outcome>): Promise<Finding> {
  try {
    return { subject, ...(await act()) }
  } catch (error) {
    return { ok: false, subject, message: error instanceof Error ? error.message : String(error) }
  }
}
