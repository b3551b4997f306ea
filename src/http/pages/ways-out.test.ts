import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { wayOut } from './ways-out.ts'

test('every reason of the manual has its way out', async () => {
  const manual = await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8')
  const [, table = ''] = manual.split('## Reasons, and the way out')
  const rows = table
    .split('\n## ', 1)[0]!
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const reasons = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, reason]) => reason!))

  expect(reasons.length).toBeGreaterThan(80)
  expect(reasons.filter((reason) => wayOut(reason) === undefined)).toEqual([])
})

test('an unknown reason has none', () => {
  expect([wayOut('made_up'), wayOut(null), wayOut('')]).toEqual([undefined, undefined, undefined])
})
