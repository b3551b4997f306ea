import { expect, test } from 'vitest'
import { diff, type KnownRow } from './diff.ts'

const known = (row: Partial<KnownRow> = {}): KnownRow => ({ fingerprint: 'a', listed: true, gone: false, ...row })

test.each<readonly [string, KnownRow | undefined, string, string]>([
  ['never seen', undefined, 'a', 'added'],
  ['equal', known(), 'a', 'unchanged'],
  ['another fingerprint', known(), 'b', 'modified'],
  ['known from a direct look only', known({ listed: false }), 'a', 'modified'],
  ['back after it was gone', known({ gone: true }), 'a', 'modified'],
])('a row that is %s', (_what, before, fingerprint, expected) => {
  const rows = new Map(before ? [['1', before]] : [])

  expect(diff(rows, [{ id: '1', fingerprint }])).toEqual([{ type: expected, id: '1' }])
})

test('every read row gets its own verdict, in order', () => {
  const rows = new Map([
    ['1', known()],
    ['9', known()],
  ])

  const deltas = diff(
    rows,
    ['3', '1', '2'].map((id) => ({ id, fingerprint: 'a' })),
  )

  expect(deltas.map(({ id, type }) => `${id} ${type}`)).toEqual(['3 added', '1 unchanged', '2 added'])
})
