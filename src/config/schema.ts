import { z } from 'zod'
import { hasProtocol, isPlainAddress } from '../lib/addresses.ts'
import { Name, OptionalText } from '../lib/settings.ts'

/** 128 bits as hexadecimal digits; A guessable token is a key to two HR systems. */
export const MIN_SECRET_LENGTH = 32
const HOW_TO_MAKE_ONE = '"openssl rand -hex 32" makes one'

const Server = z.strictObject({
  /** Only this machine, until somebody says otherwise. */
  host: z.string().min(1).max(255).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(8080),
  publicUrl: OptionalText.refine(
    (text) => text === undefined || isPlainAddress(text),
    'expects an http or https address without user, query or #',
  ).transform((text) => text?.replace(/\/+$/, '')),
})

const Database = z.strictObject({
  /** None: PostgreSQL is started in `dataDir`. */
  url: OptionalText.refine(
    (text) => text === undefined || hasProtocol(withHost(text), ['postgres:', 'postgresql:']),
    'expects postgres://…, or nothing for the embedded database',
  ),
  dataDir: z.string().min(1).max(4096).default('./data'),
})

/** PostgreSQL's own form without a host, `postgres://user@/name?host=/run/postgresql`, means a Unix socket. */
function withHost(url: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/(?:[^/@]*@)?)\//, '$1localhost/')
}

const AuthToken = z
  .strictObject({ name: Name, role: z.enum(['read', 'operate', 'approve']), token: z.string().max(4096) })
  .superRefine(({ name, token }, context) => {
    if (token.length >= MIN_SECRET_LENGTH) return
    const message = `the token${quoted(name)} must have at least ${MIN_SECRET_LENGTH} characters; ${HOW_TO_MAKE_ONE}`
    context.addIssue({ code: 'custom', path: ['token'], message })
  })

const AuthTokens = z.array(AuthToken).superRefine((tokens, context) => {
  for (const [index, { name, token }] of tokens.entries()) {
    const before = tokens.slice(0, index)
    const twice = (path: string, message: string) => context.addIssue({ code: 'custom', path: [index, path], message })
    if (before.some((other) => other.name === name)) twice('name', `the name${quoted(name)} stands twice`)
    if (before.some((other) => other.token === token))
      twice('token', `the token${quoted(name)} is that of another name`)
  }
})

/** A name that is short enough to be one: a secret in the wrong place is not repeated. */
function quoted(name: string): string {
  return name.length <= 24 && Name.safeParse(name).success ? ` "${name}"` : ''
}

const EncryptionKey = z
  .string()
  .min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters; ${HOW_TO_MAKE_ONE}`)
  .max(4096)

const Mail = z
  .strictObject({
    smtpUrl: OptionalText.refine(
      (text) => text === undefined || hasProtocol(text, ['smtp:', 'smtps:']),
      'expects smtp://… or smtps://…, or nothing for no mail',
    ),
    from: OptionalText.refine((text) => text === undefined || /^[^\s@]+@[^\s@]+$/.test(text), 'expects a mail address'),
  })
  .refine(({ smtpUrl, from }) => smtpUrl === undefined || from !== undefined, {
    path: ['from'],
    error: 'is missing: mail needs a sender',
  })

/** The file, but for what only a connector can judge. */
export const Settings = z.strictObject({
  server: Server.prefault({}),
  database: Database.prefault({}),
  auth: z.strictObject({ tokens: AuthTokens.default([]) }).prefault({}),
  /** The first encrypts, all decrypt: that is how a key is changed. */
  encryptionKey: z
    .union([EncryptionKey, z.array(EncryptionKey)])
    .default([])
    .transform((keys) => (typeof keys === 'string' ? [keys] : keys)),
  mail: Mail.prefault({}),
  connections: z.array(z.unknown()),
})
export type Settings = z.output<typeof Settings>
