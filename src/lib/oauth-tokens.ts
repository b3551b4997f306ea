import { z } from 'zod'
import type { Credentials, HeldCredential } from './credentials.ts'
import { DisconnectedError, FatalError, RetryableError, UnknownOutcomeError } from './errors.ts'

export interface OAuthGrant {
  readonly accessToken: string
  /** Works once. */
  readonly refreshToken: string
  readonly expiresInMs: number
}

export interface OAuthOptions {
  /** For messages. */
  readonly vendor: string
  /** Where a person grants access, for messages. */
  readonly startPath: string
  readonly credentials: Credentials
  refresh(refreshToken: string): Promise<OAuthGrant>
  /** The vendor knows the refresh token no more: used, run out, or taken back. */
  isGone(error: unknown): boolean
  readonly clock?: () => number
}

export interface OAuthTokens {
  /** An access token that should be taken now. A `DisconnectedError` where only a person can help. */
  current(): Promise<string>
  /** The vendor did not take this one: another, got once however many processes and calls ask. */
  renew(refused: string): Promise<string>
  /** A new grant in place of whatever there was. */
  accept(grant: OAuthGrant): Promise<void>
  /** As far as is known without asking the vendor; what cannot be opened is as good as not there. */
  state(): Promise<'connected' | 'disconnected'>
}

/**
 * Access tokens of a grant whose refresh tokens work once. Of all processes one refreshes at a time, and what it got is kept
 * before anybody uses it; the others find it. Between the vendor's answer and its being kept, only this process knows the new
 * refresh token: one that dies there loses the grant.
 */
export function createOAuthTokens(options: OAuthOptions): OAuthTokens {
  const { credentials, clock = Date.now } = options
  let held: Stored | undefined
  let going: Promise<string> | undefined
  /** Got and not kept, as when the database went away at that moment. */
  let unkept: { readonly from: string; readonly to: Stored } | undefined

  function replace(refused?: string): Promise<string> {
    going ??= replaceAlone(refused).finally(() => {
      going = undefined
    })
    return going
  }

  async function replaceAlone(refused: string | undefined): Promise<string> {
    const found = await credentials.exclusively(NAME, (credential) => findOrRefresh(credential, refused))
    unkept = undefined
    held = found?.isGone ? undefined : found
    if (held === undefined) throw disconnected(options, found)
    return held.accessToken
  }

  async function findOrRefresh({ text, save }: HeldCredential, refused: string | undefined) {
    const stored = readStored(text)
    if (stored === undefined) return undefined
    if (unkept?.from !== stored.refreshToken) {
      if (stored.isGone || (isFresh(stored) && stored.accessToken !== refused)) return stored
      unkept = await refreshed(stored)
    }
    const { to } = unkept
    await save(JSON.stringify(to))
    return to
  }

  async function refreshed(stored: Stored) {
    const from = stored.refreshToken
    try {
      return { from, to: storedFrom(await options.refresh(from), clock()) }
    } catch (error) {
      // Kept with it, so that the vendor is not asked again, and that a process which got the answer late can still mend it.
      if (options.isGone(error)) return { from, to: { ...stored, isGone: true } }
      throw error instanceof UnknownOutcomeError ? unclear(options, error) : error
    }
  }

  const isFresh = ({ until }: Stored) => clock() < until

  return {
    current: async () => (held !== undefined && isFresh(held) ? held.accessToken : await replace()),
    async renew(refused) {
      if (held !== undefined && held.accessToken !== refused) return held.accessToken
      const token = await replace(refused)
      // Somebody who had not heard of the refusal was before us, and found the same one.
      return token === refused ? await replace(refused) : token
    },
    async accept(grant) {
      const stored = storedFrom(grant, clock())
      await credentials.save(NAME, JSON.stringify(stored))
      held = stored
    },
    async state() {
      const stored = readStored(await credentials.load(NAME).catch(absentIfFatal))
      return stored === undefined || stored.isGone ? 'disconnected' : 'connected'
    },
  }
}

const NAME = 'oauth'

const Stored = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Milliseconds since 1970; a little before its end. */
  until: z.number(),
  isGone: z.boolean().optional(),
})
type Stored = Readonly<z.output<typeof Stored>>

function readStored(text: string | undefined): Stored | undefined {
  return text === undefined ? undefined : Stored.parse(JSON.parse(text))
}

function absentIfFatal(error: unknown): undefined {
  if (!(error instanceof FatalError)) throw error
}

/** A call may wait for its turn, and is not to find its token expired. */
const EARLY_MS = 60_000

function storedFrom({ accessToken, refreshToken, expiresInMs }: OAuthGrant, now: number): Stored {
  return { accessToken, refreshToken, until: now + Math.max(expiresInMs - EARLY_MS, expiresInMs / 2) }
}

function disconnected({ vendor, startPath }: OAuthOptions, found: Stored | undefined): DisconnectedError {
  const why = found === undefined ? 'Nobody has allowed' : 'The grant was taken back, or lay idle too long, for'
  return new DisconnectedError(`${why} access to ${vendor}; an operator allows it at ${startPath}`)
}

/** For the call that needed the token, nothing is unclear: it was not sent. */
function unclear({ vendor }: OAuthOptions, cause: UnknownOutcomeError): RetryableError {
  return new RetryableError(`${vendor} did not say whether it renewed the access; tried again later`, cause.facts, {
    cause,
  })
}
