import { expect, test } from 'vitest'
import { createRunWatch, type WatchedState } from './run-watch.ts'

/** A run whose states come one per look, the last one for ever. */
function watched(states: readonly (WatchedState | Error | undefined)[]) {
  let looks = 0
  let go = () => {}
  const watch = createRunWatch(
    async () => {
      const state = states[Math.min(looks++, states.length - 1)]
      if (state instanceof Error) throw state
      return state
    },
    0,
    () => new Promise<void>((resolve) => (go = resolve)),
  )
  const told: string[] = []
  const join = (signal = new AbortController().signal, name = '') =>
    watch.join('run-1', { tell: ({ text }) => told.push(name + text), end: () => told.push(`${name}end`) }, signal)
  const turn = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    go()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { join, told, turn, looks: () => looks }
}

const running = (text: string) => ({ text, isOver: false })
const over = { text: 'over', isOver: true }

test('many watchers cost one look', async () => {
  const { join, told, turn, looks } = watched([running('a'), over])

  join(undefined, '1')
  join(undefined, '2')
  await turn()

  expect(looks()).toBe(2)
  expect(told).toEqual(['1a', '2a', '1over', '2over', '1end', '2end'])
})

test('what stays the same is not told again', async () => {
  const { join, told, turn } = watched([running('a'), running('a'), running('b'), over])
  join()
  for (let turns = 0; turns < 3; turns++) await turn()
  expect(told).toEqual(['a', 'b', 'over', 'end'])
})

test('who comes later hears at once how it is', async () => {
  const { join, told, turn } = watched([running('a'), running('a'), over])
  join(undefined, '1')
  await turn()

  join(undefined, '2')

  expect(told).toEqual(['1a', '2a'])
})

test('a database that is away is asked again', async () => {
  const { join, told, turn } = watched([new Error('away'), over])
  join()
  await turn()
  expect(told).toEqual(['over', 'end'])
})

test('nobody looks once the last watcher left', async () => {
  const { join, turn, looks } = watched([running('a')])
  const leaving = new AbortController()
  join(leaving.signal)
  await turn()

  leaving.abort()
  for (let turns = 0; turns < 3; turns++) await turn()

  expect(looks()).toBeLessThanOrEqual(2)
})

test('a run that is gone ends the watch', async () => {
  const { join, told, turn } = watched([undefined])
  join()
  await turn()
  expect(told).toEqual(['end'])
})
