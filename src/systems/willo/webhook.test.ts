import { describe, expect, test } from 'vitest'
import { INTERVIEW, PARTICIPANT } from './fixtures/scripted-willo.ts'
import { readWilloHook, shapeOf } from './webhook.ts'

const DASHED = 'aa2048a6-8680-4049-b128-f1357c559cbf'

describe('the keys of a delivery', () => {
  test.each<[string, unknown]>([
    ['at the top', { interview: INTERVIEW, participant: PARTICIPANT, stage: 'New' }],
    ['deep inside', { data: { a: [{ interview: { key: INTERVIEW } }, { b: { c: PARTICIPANT } }] } }],
    ['in an address', { see: `https://app.willotalent.com/interviews/${INTERVIEW}/participants/${PARTICIPANT}` }],
    ['in capitals', [INTERVIEW.toUpperCase(), PARTICIPANT.toUpperCase()]],
    ['with dashes', { interview: INTERVIEW, participant: DASHED }],
    ['several times', [INTERVIEW, PARTICIPANT, PARTICIPANT, DASHED]],
    ['in plain text', `${INTERVIEW} and ${PARTICIPANT}`],
  ])('are found %s', (_, body) => {
    expect(readWilloHook(body)).toEqual([INTERVIEW, PARTICIPANT])
  })

  test.each([
    undefined,
    null,
    7,
    '',
    [],
    {},
    { key: `${PARTICIPANT}0` },
    { key: `0${PARTICIPANT}` },
    { key: PARTICIPANT.slice(1) },
    { key: PARTICIPANT.replace('a', 'g') },
    { key: 'x'.repeat(32) },
  ])('are none in %j', (body) => {
    expect(readWilloHook(body)).toEqual([])
  })

  test('are bounded, however large the delivery', () => {
    const keys = Array.from({ length: 50_000 }, (_, at) => at.toString(16).padStart(32, 'f'))
    let deep: unknown = PARTICIPANT
    for (let at = 0; at < 5_000; at++) deep = [deep]

    expect(readWilloHook({ keys })).toHaveLength(100)
    expect(readWilloHook(deep)).toEqual([])
    expect(readWilloHook('f'.repeat(5_000_000))).toEqual([])
  })
})

describe('the shape of a delivery', () => {
  test('is paths and types', () => {
    const body = {
      data: { participant: { key: PARTICIPANT, name: 'Ada', score: 4.5, isNew: true }, links: ['https://x', null] },
    }

    expect(shapeOf(body)).toEqual([
      '(all): object',
      'data: object',
      'data.participant: object',
      'data.links: list',
      'data.participant.key: key',
      'data.participant.name: text',
      'data.participant.score: number',
      'data.participant.isNew: boolean',
      'data.links[]: text',
      'data.links[]: null',
    ])
  })

  test('holds nothing that was planted', () => {
    const body = {
      'ada@people.example': { 'Ada Byron': 's3cret', s3cret42: 1, [PARTICIPANT]: 's3cret' },
      name: 'Ada Byron',
      list: [['s3cret'], { 'https://x/s3cret': null }],
    }

    const shape = shapeOf(body).join()

    expect(shape).toContain('*.*: text')
    expect(shape).not.toMatch(/ada|s3cret|Byron|aa2048/i)
  })

  test.each([
    [undefined, ['(all): undefined']],
    [null, ['(all): null']],
    ['s3cret', ['(all): text']],
    [
      [1, 2, 3],
      ['(all): list', '[]: number'],
    ],
  ])('of %j is told', (body, shape) => {
    expect(shapeOf(body)).toEqual(shape)
  })

  test('is bounded', () => {
    const names = Array.from({ length: 5000 }, (_, at) => `a${'b'.repeat(at % 30)}${'c'.repeat(Math.floor(at / 200))}`)

    expect(shapeOf(Object.fromEntries(names.map((name) => [name, 1]))).length).toBeLessThanOrEqual(200)
  })
})
