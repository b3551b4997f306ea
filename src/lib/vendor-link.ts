import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { isLoopbackAddress, isPublicAddress } from './public-address.ts'

export interface LinkOptions {
  /** This machine itself may be asked, by http too: for a vendor that is configured to be on it. */
  readonly allowLoopback?: boolean
  /** How names are resolved; only tests say another way. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

export type JudgedLink =
  | { readonly type: 'address'; readonly url: URL; readonly address: string }
  /** `reason` is for people and holds no part of the link: such links are keys to what they lead to. */
  | { readonly type: 'refused'; readonly refusal: 'refusedAddress' | 'unreachable'; readonly reason: string }

/**
 * May an address that a vendor's answer named be asked? It may lead into our own network, so what its name resolves to
 * is judged, and the caller must connect to exactly the address given here: see `onlyAddress`.
 */
export async function judgeLink(link: string, options: LinkOptions, signal: AbortSignal): Promise<JudgedLink> {
  const url = URL.canParse(link) ? new URL(link) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) return refused('refusedAddress', 'the link is no web address')
  if (url.username || url.password) return refused('refusedAddress', 'the link holds a user name or password')

  const addresses = await resolved(url, options, signal)
  const [address] = addresses
  if (address === undefined) return refused('unreachable', "the link's host name cannot be resolved")
  const problem = addressProblem(url, addresses, options.allowLoopback ?? false)
  return problem === undefined ? { type: 'address', url, address } : refused('refusedAddress', problem)
}

/** For `lookup` of Node's `request`: whatever the host's name, this address. */
export function onlyAddress(address: string): LookupFunction {
  const family = isIP(address)
  return (_host, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family))
}

/** Is the vendor configured to be on this machine, as its sandbox is? Then its links may lead there too. */
export function isOnThisMachine(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl)
  return hostname === 'localhost' || isLoopbackAddress(hostname.replace(/^\[|\]$/g, ''))
}

/** Every address of the name must pass: of several, nobody knows which a second look would give. */
function addressProblem(url: URL, addresses: readonly string[], allowLoopback: boolean): string | undefined {
  if (allowLoopback && addresses.every(isLoopbackAddress)) return undefined
  if (url.protocol !== 'https:') return 'the link is not https'
  return addresses.every(isPublicAddress) ? undefined : 'the link leads to an address that is not of the open internet'
}

async function resolved({ hostname }: URL, options: LinkOptions, signal: AbortSignal): Promise<readonly string[]> {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(host)) return [host]
  // A name look-up cannot be called off, so it is left behind.
  const late = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  return await Promise.race([(options.resolve ?? systemResolve)(host), late]).catch(() => [])
}

async function systemResolve(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

function refused(refusal: 'refusedAddress' | 'unreachable', reason: string): JudgedLink {
  return { type: 'refused', refusal, reason }
}
