import { z } from 'zod'
import { didYouMean, nearest } from './nearest.ts'
import type { YamlFile } from './yaml-file.ts'
import { type Path, type Problem, problemLines, sayPath, showName } from './yaml-problem.ts'

type Issue = z.core.$ZodIssue
type At = Pick<YamlFile, 'at'>
type Checked<T> = { readonly value: T; readonly problems: readonly [] } | { readonly problems: readonly Problem[] }

/** A part of a YAML file (all of it, without a path) as a schema wants it, or everything that is wrong with it. */
export function check<S extends z.ZodType>(schema: S, value: unknown, file: At, path: Path = []): Checked<z.output<S>> {
  const read = schema.safeParse(value, { error: explain })
  return read.success ? { value: read.data, problems: [] } : { problems: problemsOf(read.error, file, path) }
}

/** `file:line:column message` for each issue; made for errors of schemas that were parsed with `explain`. */
export function zodProblems(error: z.ZodError, file: YamlFile): string[] {
  return problemLines(file.name, problemsOf(error, file, []))
}

/**
 * What zod is to say about an issue: what was expected and what kind of value is there, never the value. An unknown
 * key gets a line of its own each, in the order of `keys`.
 */
export const explain: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `expects ${say(issue.expected)}, has ${kindOf(issue.input)}`
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, knownKeys(issue.inst))).join('\n')
    case 'invalid_value':
      return issue.input === undefined ? 'is missing' : oneOf(issue.values.map(String), issue.input)
    case 'too_small':
      return `is too small or too short; at least ${issue.minimum}`
    case 'too_big':
      return `is too large or too long; at most ${issue.maximum}`
    case 'invalid_union':
      return issue.input === undefined ? 'is missing' : WRONG_KIND
    default:
      return 'has a value of the wrong form'
  }
}

const WRONG_KIND = 'has a value of the wrong kind'

function problemsOf(error: { readonly issues: readonly Issue[] }, file: At, path: Path): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, file, path))
}

function issueProblems(issue: Issue, file: At, prefix: Path): Problem[] {
  const path: Path = [...prefix, ...(issue.path as Path)]
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n')
    return issue.keys.map((key, index) => ({
      at: file.at([...path, key], 'key'),
      message: withPath(path, messages[index] ?? ''),
    }))
  }
  const branch = issue.code === 'invalid_union' && issue.message === WRONG_KIND ? meantBranch(issue) : undefined
  if (branch) return problemsOf({ issues: branch }, file, path)
  return [{ at: file.at(path), message: withPath(path, issue.message) }]
}

/** Of a union, the one form that the value has the outer shape of: its problems are the ones to name. */
function meantBranch(issue: z.core.$ZodIssueInvalidUnion): Issue[] | undefined {
  const meant = issue.errors.filter((issues) => issues.every(({ code, path }) => path.length > 0 || !OUTER.has(code)))
  return meant.length === 1 ? meant[0] : undefined
}

const OUTER: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union'])

function withPath(path: Path, message: string): string {
  return path.length === 0 ? message : `${sayPath(path)}: ${message}`
}

function unknownKey(key: string, known: readonly string[]): string {
  const hint = didYouMean(key, known)
  if (!showName(key) && hint === '') return `unknown key${key.includes(':') ? '; a colon needs a space after it' : ''}`
  return `unknown key ${showName(key) ?? ''}${hint || `; known here: ${known.join(', ')}`}`.replace(' ;', ';')
}

function knownKeys(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

function oneOf(allowed: readonly string[], input: unknown): string {
  const close = typeof input === 'string' ? nearest(input, allowed) : undefined
  return `expects ${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}${close ? `; did you mean "${close}"?` : ''}`
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
  null: 'nothing',
}

function say(expected: string): string {
  return KINDS[expected] ?? expected
}

function kindOf(input: unknown): string {
  if (input === null) return 'nothing'
  const kind = say(Array.isArray(input) ? 'array' : typeof input)
  return typeof input === 'number' || typeof input === 'boolean' ? `${kind} (text needs quotes)` : kind
}
