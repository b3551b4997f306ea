import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSortedIds } from './sorted-ids.ts'

test('keeps any additions and removals in order', () => {
  const step = fc.record({ id: fc.string({ minLength: 1, maxLength: 2 }), isAdded: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step), fc.string({ maxLength: 2 }), (steps, from) => {
      const [ids, expected] = [createSortedIds(), new Set<string>()]

      for (const { id, isAdded } of steps) {
        if (isAdded) ids.add(id)
        else ids.remove(id)
        if (isAdded) expected.add(id)
        else expected.delete(id)
      }

      expect([...ids.from(from)]).toEqual([...expected].filter((id) => id >= from).sort())
      expect(ids.size).toBe(expected.size)
    }),
  )
})
