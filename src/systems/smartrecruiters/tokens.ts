/** Where a client gets its access token, and another one when that is refused. Refresh tokens are the owner's matter. */
export interface AccessTokens {
  /** One that should be taken now. */
  current(): Promise<string>
  /**
   * SmartRecruiters did not take this one. Several calls may say so at once of the same token: it must be replaced once,
   * and where it has been replaced already, the one in its place is the answer.
   */
  renew(refused: string): Promise<string>
}

export interface GrantedToken {
  readonly accessToken: string
  readonly expiresInMs: number
}

/** For tokens that can be had anew at any time, as with client credentials: kept in memory, asked for by one caller at a time. */
export function rememberedTokens(ask: () => Promise<GrantedToken>, clock: () => number = Date.now): AccessTokens {
  let held: { readonly token: string; readonly until: number } | undefined
  let asking: Promise<string> | undefined

  const askOnce = (): Promise<string> => {
    asking ??= ask()
      .then(keep)
      .finally(() => {
        asking = undefined
      })
    return asking
  }
  const keep = ({ accessToken, expiresInMs }: GrantedToken): string => {
    held = { token: accessToken, until: clock() + expiresInMs - EARLY_MS }
    return accessToken
  }
  return {
    current: async () => (held !== undefined && clock() < held.until ? held.token : await askOnce()),
    renew: async (refused) => (held !== undefined && held.token !== refused ? held.token : await askOnce()),
  }
}

/** A call may wait for its turn, and is not to find its token expired. */
const EARLY_MS = 60_000
