import { expect, test } from 'vitest'
import { type ExportRange, outOfRange } from './export-range.ts'

const at = (minute: number) => new Date(Date.UTC(2025, 0, 1, 12, minute))
const made = (minute?: number) => ({
  ...{ id: 'p', lacks: [] },
  ...(minute !== undefined && { createdAt: at(minute).toISOString() }),
})
const reason = (minute: number | undefined, range: ExportRange) => outOfRange(made(minute), range)?.reason

test.each<[string, number, ExportRange, string | undefined]>([
  ['before existing', 9, { existing: at(10) }, undefined],
  ['at the very moment of existing', 10, { existing: at(10) }, 'made_after'],
  ['after existing', 11, { existing: at(10) }, 'made_after'],
  ['before new', 9, { new: at(10) }, 'made_before'],
  ['at the very moment of new', 10, { new: at(10) }, undefined],
  ['after new', 11, { new: at(10) }, undefined],
  ['between existing and a later new', 11, { existing: at(10), new: at(12) }, 'made_after'],
  ['after both', 13, { existing: at(10), new: at(12) }, undefined],
  ['between new and a later existing', 11, { existing: at(12), new: at(10) }, undefined],
  ['at the moment of both', 10, { existing: at(10), new: at(10) }, undefined],
  ['with both off', 10, {}, 'export_off'],
])('a prospect made %s', (_when, minute, range, expected) => {
  expect(reason(minute, range)).toBe(expected)
})

test.each<[string, ExportRange, string | undefined]>([
  ['waits for a person with one switch', { existing: at(10) }, 'no_date'],
  ['waits for a person with a moment between two', { existing: at(10), new: at(12) }, 'no_date'],
  ['is exported where everybody is', { existing: at(10), new: at(10) }, undefined],
])('a prospect without a date %s', (_what, range, expected) => {
  expect(reason(undefined, range)).toBe(expected)
})
