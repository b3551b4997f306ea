import type { Credentials } from '../../../lib/credentials.ts'
import { DisconnectedError, FatalError } from '../../../lib/errors.ts'
import { grantStart } from '../../../lib/grant-path.ts'
import { createOAuthTokens, type OAuthTokens } from '../../../lib/oauth-tokens.ts'
import {
  createTokenClient,
  GrantGoneError,
  grantPageUrl,
  type TokenClient,
} from '../../../systems/smartrecruiters/oauth.ts'
import { rememberedTokens } from '../../../systems/smartrecruiters/tokens.ts'
import type { SmartRecruitersAuth } from '../../../systems/smartrecruiters/transport.ts'
import type { AccessGrant, Finding, Parts } from '../../connector.ts'
import type { SmartRecruitersAuthConfig } from './auth-config.ts'

export interface AccessOptions extends Pick<Parts, 'credentials' | 'now' | 'onCall' | 'sleep' | 'timeouts'> {
  /** Its id. */
  readonly connection: string
  readonly baseUrl: string
  readonly auth: SmartRecruitersAuthConfig
}

/** What SmartRecruiters' client proves itself with, whichever way was chosen. */
export interface Access {
  readonly auth: SmartRecruitersAuth
  readonly grant?: AccessGrant
  /** What the configuration lacks: nothing can be done before it is there. For `check` and `Flow.blocked`. */
  readonly missing: readonly Finding[]
  close(): void
}

export function openAccess(options: AccessOptions): Access {
  const { auth, baseUrl, onCall, sleep, timeouts } = options
  const missing = missingOf(options).map((message) => ({ ok: false, subject: 'SmartRecruiters access', message }))
  if (auth.type === 'apiKey') return { auth: { type: 'apiKey', key: () => auth.key }, missing, close: () => {} }
  const { clientId, clientSecret } = auth
  const tokenClient = createTokenClient({
    baseUrl,
    onCall,
    sleep,
    timeouts,
    clientId,
    clientSecret: () => clientSecret,
  })
  const close = () => tokenClient.close()
  if (auth.type === 'clientCredentials') {
    const tokens = rememberedTokens(tokenClient.clientCredentials, () => options.now().getTime())
    return { auth: { type: 'tokens', tokens }, missing, close }
  }
  if (options.credentials === undefined || missing.length > 0) return { auth: notYet(missing), missing, close }
  const tokens = grantedTokens(options, options.credentials, tokenClient)
  const grant = grantOf(options, clientId, tokens, tokenClient)
  return { auth: { type: 'tokens', tokens }, grant, missing, close }
}

function grantedTokens({ connection, now }: AccessOptions, credentials: Credentials, client: TokenClient): OAuthTokens {
  return createOAuthTokens({
    ...{ vendor: 'SmartRecruiters', startPath: grantStart(connection), credentials, refresh: client.refresh },
    isGone: (error) => error instanceof GrantGoneError,
    clock: () => now().getTime(),
  })
}

function grantOf(
  { baseUrl, connection }: AccessOptions,
  clientId: string,
  tokens: OAuthTokens,
  client: TokenClient,
): AccessGrant {
  return {
    startUrl: (state, redirectUri) => grantPageUrl({ baseUrl, clientId, redirectUri, state }),
    // The examples do not send the address again with the code.
    finish: async (code) => tokens.accept(await client.exchangeCode(code).catch(refusedCode(connection))),
    state: tokens.state,
  }
}

function refusedCode(connection: string) {
  return (error: unknown): never => {
    if (!(error instanceof GrantGoneError)) throw error
    const message = `SmartRecruiters does not take the code any more; begin again at ${grantStart(connection)}`
    throw new DisconnectedError(message, {}, { cause: error })
  }
}

function missingOf({ auth, credentials }: AccessOptions): readonly string[] {
  if (auth.type === 'apiKey') return auth.key === '' ? [NO_KEY] : []
  const isWhole = auth.clientId !== '' && auth.clientSecret !== ''
  const lacksStore = auth.type === 'oauth' && credentials === undefined
  return [...(isWhole ? [] : [NO_CLIENT]), ...(lacksStore ? [NO_ENCRYPTION_KEY] : [])]
}

function notYet([first]: readonly Finding[]): SmartRecruitersAuth {
  const refuse = async () => {
    throw new FatalError(first?.message ?? NO_ENCRYPTION_KEY)
  }
  return { type: 'tokens', tokens: { current: refuse, renew: refuse } }
}

const NO_KEY =
  'smartrecruiters.auth.key is not set; an administrator makes one in SmartRecruiters, see its API credentials'

const NO_CLIENT =
  'smartrecruiters.auth.clientId and clientSecret are not both set; they come with the app, or from the Credential Manager'

const NO_ENCRYPTION_KEY =
  'encryptionKey is not set, so the tokens of a grant cannot be kept; "openssl rand -hex 32" makes one for the config'
