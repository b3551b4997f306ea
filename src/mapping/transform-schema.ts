import { z } from 'zod'
import { didYouMean } from '../lib/nearest.ts'
import { showName } from '../lib/yaml-problem.ts'

/**
 * The closed list of what a mapping may do to a value. No expressions and no patterns: every step takes time in
 * proportion to the value, and none can fail otherwise than with a problem (fault M3).
 */
const words = ['trim', 'upper', 'lower', 'first', 'toText', 'toNumber', 'toBoolean', 'dateOnly'] as const

const Piece = z.string().max(1000)
const Plain = z.union([Piece, z.number(), z.boolean()])

const withArgument = {
  prefix: { prefix: Piece.min(1) },
  suffix: { suffix: Piece.min(1) },
  truncate: { truncate: z.int().min(1).max(100_000) },
  join: { join: z.string().max(10) },
  split: { split: z.string().min(1).max(10) },
  round: { round: z.int().min(0).max(10) },
  multiply: { multiply: z.number().min(-1e9).max(1e9) },
  toMoney: { toMoney: z.string().regex(/^[A-Z]{3}$/) },
  default: { default: z.union([Plain, z.array(Piece.min(1)).min(1).max(100)]) },
  map: { map: z.record(z.string(), Plain.nullable()), otherwise: Plain.nullable().optional() },
} as const

const EXAMPLES: Readonly<Record<keyof typeof withArgument, string>> = {
  prefix: '{ prefix: "EMEA " }',
  suffix: '{ suffix: " (ChartHop)" }',
  truncate: '{ truncate: 100 }, characters from 1 to 100000',
  join: '{ join: ", " }',
  split: '{ split: "," }',
  round: '{ round: 2 }, decimals from 0 to 10',
  multiply: '{ multiply: 0.01 }',
  toMoney: '{ toMoney: USD }, an ISO 4217 code',
  default: '{ default: None }, a text, number, true, false or list of texts',
  map: '{ map: { Eng: Engineering }, otherwise: Other }, texts, numbers, true, false or null',
}

const NAMES = [...words, ...Object.keys(withArgument)]

const Transform = z.union(
  [
    z.enum(words),
    z.strictObject(withArgument.prefix),
    z.strictObject(withArgument.suffix),
    z.strictObject(withArgument.truncate),
    z.strictObject(withArgument.join),
    z.strictObject(withArgument.split),
    z.strictObject(withArgument.round),
    z.strictObject(withArgument.multiply),
    z.strictObject(withArgument.toMoney),
    z.strictObject(withArgument.default),
    z.strictObject(withArgument.map),
  ],
  { error: ({ input }) => refusal(input) },
)
export type Transform = z.output<typeof Transform>
export type Word = (typeof words)[number]

export const Transforms = z.array(Transform).max(20).default([])

function refusal(input: unknown): string {
  if (typeof input === 'string') return refusedWord(input)
  const keys = input !== null && typeof input === 'object' && !Array.isArray(input) ? Object.keys(input) : []
  const name = keys.find(isWithArgument)
  if (name !== undefined) return `the transform ${name} is written ${EXAMPLES[name]}`
  const key = keys[0]
  if (key === undefined) return 'expects a transform, such as trim or { prefix: "EMEA " }'
  if ((words as readonly string[]).includes(key)) return `the transform ${key} takes no argument; write ${key} alone`
  return unknown(key)
}

function refusedWord(word: string): string {
  return isWithArgument(word) ? `the transform ${word} is written ${EXAMPLES[word]}` : unknown(word)
}

function unknown(name: string): string {
  const hint = didYouMean(name, NAMES)
  return `unknown transform ${showName(name) ?? ''}${hint || `; known: ${NAMES.join(', ')}`}`.replace(' ;', ';')
}

function isWithArgument(name: string): name is keyof typeof withArgument {
  return Object.hasOwn(withArgument, name)
}
