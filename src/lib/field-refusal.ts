import { type CallFacts, RejectedRecordError } from './errors.ts'
import { isObject } from './loose.ts'

/**
 * A record that the vendor refused because of what stands in it. The vendor's own sentences may quote a person, so they
 * are not in the message and no logger finds them; they are for showing to whoever made the request.
 */
export class FieldRefusal extends RejectedRecordError {
  /** Those of the members we sent that the vendor complains about. */
  readonly fields: readonly string[]
  readonly #wording: string

  constructor(vendor: string, refusal: Refusal, facts: CallFacts) {
    super(refusal.fields.length === 0 ? `${vendor} refused this record` : becauseOf(vendor, refusal), facts)
    this.fields = refusal.fields
    this.#wording = refusal.wording
  }

  wording(): string {
    return this.#wording
  }
}

export interface Refusal {
  readonly fields: readonly string[]
  readonly wording: string
}

/**
 * Reads the error bodies of Django REST framework: fields with lists of sentences, one `detail`, or either under
 * `errors`. https://www.django-rest-framework.org/api-guide/exceptions/
 */
export function readRefusal(body: unknown, sent: object): Refusal {
  const errors = isObject(body) && body.errors !== undefined && body.errors !== null ? body.errors : body
  const sentences = sentencesIn(errors, '', 0).slice(0, MOST_SENTENCES)
  const fields = Object.keys(sent).filter((name) => sentences.some(({ path }) => path.split('.').includes(name)))
  return { fields, wording: wordsOf(sentences) }
}

const MOST_SENTENCES = 10
const MOST_LETTERS = 300

interface Sentence {
  readonly path: string
  readonly text: string
}

function sentencesIn(value: unknown, path: string, depth: number): readonly Sentence[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null || depth > 4) return []
  if (Array.isArray(value)) return value.flatMap((each) => sentencesIn(each, path, depth + 1))
  return Object.entries(value).flatMap(([key, each]) => sentencesIn(each, path ? `${path}.${key}` : key, depth + 1))
}

function wordsOf(sentences: readonly Sentence[]): string {
  const words = sentences.map(({ path, text }) => (UNNAMED.has(path) ? text : `${path}: ${text}`)).join(' ')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must not pass
  return words.replace(/[\s\x00-\x1f\x7f]+/g, ' ').slice(0, MOST_LETTERS)
}

/** Names that say nothing to a reader. */
const UNNAMED: ReadonlySet<string> = new Set(['', 'detail', 'message', 'non_field_errors', 'error'])

function becauseOf(vendor: string, { fields }: Refusal): string {
  return `${vendor} refused this record because of ${fields.join(', ')}`
}
