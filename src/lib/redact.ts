/** What never stands in a log: keys to a system, and what is about a person. Compared without case and punctuation. */
const SECRET =
  /token|secret|password|passwd|passphrase|apikey|authorization|cookie|credential|privatekey|encryptionkey|signature/
const PERSONAL = new Set(
  ['name', 'names', 'firstname', 'lastname', 'fullname', 'displayname', 'candidatename', 'personname', 'username']
    .concat(['email', 'emails', 'workemail', 'homeemail', 'phone', 'phones', 'phonenumber', 'mobilephone', 'address'])
    .concat(['salary', 'pay', 'amount', 'basecomp', 'base', 'compensation', 'equity', 'bonus', 'gender', 'birthdate'])
    // Whatever a vendor or a change carries may be about a person.
    .concat(['body', 'payload', 'value', 'values', 'before', 'after', 'custom', 'query', 'note', 'notes', 'resume']),
)

const REDACTED = '[redacted]'
const DEEPEST = 8

/** The value as it may be logged: plain data only, errors as class, message and facts. Never throws. */
export function redact(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return renderError(value, depth)
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`
  if (value === null || typeof value !== 'object') return value
  if (depth >= DEEPEST) return '[deep]'
  if (Array.isArray(value)) return value.map((each) => redact(each, depth + 1))
  // An object of some library may hold anything: sockets, headers, the request that failed.
  if (!isPlain(value)) return `[${value.constructor?.name ?? 'object'}]`
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactKey(key, each, depth)]))
}

function redactKey(key: string, value: unknown, depth: number): unknown {
  const word = key.toLowerCase().replace(/[^a-z]/g, '')
  const isEmpty = value === null || value === undefined || typeof value === 'boolean'
  return !isEmpty && (SECRET.test(word) || PERSONAL.has(word)) ? REDACTED : redact(value, depth + 1)
}

/** No other property is taken: a library's error may carry the request with its key, or the row with its person. */
function renderError(error: Error, depth: number): unknown {
  if (depth >= DEEPEST) return '[deep]'
  const { facts, cause } = error as Error & { readonly facts?: unknown }
  return {
    type: error.name,
    message: error.message,
    ...(facts === undefined ? { at: frames(error) } : { facts: redact(facts, depth + 1) }),
    ...(cause === undefined ? {} : { cause: cause instanceof Error ? renderError(cause, depth + 1) : '[cause]' }),
  }
}

/** Where an error came from that nobody foresaw. The message is left out: it stands beside, and was looked at. */
function frames({ stack }: Error): readonly string[] {
  const lines = stack?.split('\n').map((line) => line.trim()) ?? []
  return lines.filter((line) => /^at .+:\d+:\d+\)?$/.test(line)).slice(0, 8)
}

/**
 * The last net, over the finished line: what looks like an address or a key goes wherever it stands, and characters
 * that JSON lets pass but a terminal obeys are spelled out.
 */
export function redactLine(line: string): string {
  return line
    .replace(/[^\s"\\<>(),;:@]+@[^\s"\\<>(),;:@]+\.[^\s"\\<>(),;:@]+/g, '[email]')
    .replace(/\b(bearer|basic) +[\w.~+/=-]+/gi, '$1 [redacted]')
    .replace(/[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
