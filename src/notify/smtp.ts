import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { isLoopback } from '../lib/addresses.ts'
import { type Delivery, deliveryOf } from './verdict.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The same for every attempt, so that a mail server that knows it already can tell. */
  readonly messageId: string
}

export interface Mailer {
  /** The part after the @ of the sender's address. */
  readonly domain: string
  /** One attempt. Never throws for what a mail server can do. */
  send(mail: Mail): Promise<Delivery>
}

export interface MailerOptions {
  /** smtp:// or smtps://, with user and password where the server wants them. */
  readonly smtpUrl: string
  readonly from: string
  readonly timeouts?: Partial<SmtpTimeouts>
}

export interface SmtpTimeouts {
  readonly connectMs: number
  /** Of silence, the wait for the final word on a mail included. */
  readonly silenceMs: number
}

/** Patient where giving up is dear: a mail whose final word we did not wait for cannot be sent again. */
const TIMEOUTS: SmtpTimeouts = { connectMs: 20_000, silenceMs: 180_000 }

/** https://nodemailer.com/extras/smtp-connection */
export function createMailer({ smtpUrl, from, timeouts }: MailerOptions): Mailer {
  const server = serverOf(smtpUrl, { ...TIMEOUTS, ...timeouts })
  return {
    domain: from.slice(from.lastIndexOf('@') + 1),
    async send(mail) {
      const message = await composed(from, mail)
      let isUnderWay = false
      // Read only once the server has said that it takes the message: from then on it may have it.
      const stream = new Readable({
        read() {
          isUnderWay = true
          this.push(message)
          this.push(null)
        },
      })
      try {
        await transmit(server, { from, to: mail.to }, stream)
        return { type: 'sent' }
      } catch (error) {
        return deliveryOf(error, isUnderWay)
      }
    },
  }
}

interface Server {
  readonly options: ConstructorParameters<typeof SMTPConnection>[0]
  readonly auth?: { readonly user: string; readonly pass: string }
}

function serverOf(smtpUrl: string, { connectMs, silenceMs }: SmtpTimeouts): Server {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl)
  const secure = protocol === 'smtps:'
  const host = hostname.replace(/^\[|\]$/g, '')
  const auth = username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : undefined
  return {
    options: {
      ...{ host, secure, port: Number(port) || (secure ? 465 : 587) },
      // A password never goes over the network in the clear, whatever the server offers.
      requireTLS: !secure && auth !== undefined && !isLoopback(hostname),
      ...{ connectionTimeout: connectMs, greetingTimeout: connectMs, dnsTimeout: connectMs, socketTimeout: silenceMs },
    },
    ...(auth && { auth }),
  }
}

function composed(from: string, { to, subject, text, html, messageId }: Mail): Promise<Buffer> {
  const mail = new MailComposer({
    ...{ from: { name: 'Hirewire', address: from }, to: { name: '', address: to }, subject, text, html, messageId },
    // Nobody's holiday reply is wanted: https://www.rfc-editor.org/rfc/rfc3834
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return mail.compile().build()
}

async function transmit(
  { options, auth }: Server,
  envelope: { readonly from: string; readonly to: string },
  message: Readable,
): Promise<void> {
  const connection = new SMTPConnection(options)
  const broken = new Promise<never>((_, reject) => {
    connection.on('error', reject)
    connection.once('end', () => reject(new Error('the mail server ended the connection')))
  })
  broken.catch(() => undefined)
  const step = (act: (done: (error?: Error | null) => void) => void) =>
    Promise.race([broken, new Promise<void>((resolve, reject) => act((error) => (error ? reject(error) : resolve())))])
  try {
    await step((done) => connection.connect(done))
    if (auth) await step((done) => connection.login({ ...auth, credentials: auth }, done))
    await step((done) => connection.send({ from: envelope.from, to: [envelope.to] }, message, done))
    connection.quit()
  } catch (error) {
    connection.close()
    throw error
  }
}
