import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { parseCrosschqMapping } from './crosschq-load.ts'
import { parseMapping } from './load.ts'
import { createMappingFile } from './mapping-file.ts'
import { parseWilloMapping } from './willo-load.ts'

const folder = mkdtempSync(join(tmpdir(), 'mapping-'))
const path = join(folder, 'm.yaml')
afterAll(() => rmSync(folder, { recursive: true }))

const text = (code: string) => `version: 1\nopenings: [{ from: ${code}, to: X }]\n`
beforeEach(() => writeFileSync(path, text('a1')))

test('throws when the first read fails', () => {
  expect(() => createMappingFile(join(folder, 'none.yaml'), parseMapping)).toThrow('no such file')
})

test('follows an edit of the same size and time', () => {
  const file = createMappingFile(path, parseMapping)
  const { atime, mtime } = statSync(path)

  writeFileSync(path, text('b1'))
  utimesSync(path, atime, mtime)

  expect(file.current().mapping.openings[0]?.from).toBe('b1')
})

test('gives the same mapping while nothing changes', () => {
  const file = createMappingFile(path, parseMapping)

  writeFileSync(path, text('a1'))

  expect(file.current().mapping).toBe(file.current().mapping)
})

test('keeps the last good mapping and says why once', () => {
  const heard: string[] = []
  const file = createMappingFile(path, parseMapping, (problem) => heard.push(problem))

  writeFileSync(path, 'version: 1\nopenings: [{ from: title, to: X }]\n')
  const broken = [file.current(), file.current()]
  rmSync(path)
  const gone = [file.current(), file.current()]
  writeFileSync(path, text('c1'))
  const repaired = file.current()

  expect(broken[1]).toMatchObject({ mapping: { openings: [{ from: 'a1' }] }, problem: heard[0] })
  expect(gone[1]).toMatchObject({ mapping: { openings: [{ from: 'a1' }] }, problem: heard[1] })
  expect(heard).toEqual([expect.stringContaining(`${path}:2:20 openings[0].from: "title"`), `${path}: no such file`])
  expect(repaired).toEqual({
    mapping: expect.objectContaining({ openings: [expect.objectContaining({ from: 'c1' })] }),
  })
})

test.each([
  ['templates', parseCrosschqMapping, { id: 'a', name: 'A', survey: 's', references: { peers: 1 } }],
  ['interviews', parseWilloMapping, { interview: '0123456789abcdef0123456789abcdef', triggers: [] }],
] as const)('keeps the last good %s', (section, parse, entry) => {
  const write = (entries: readonly object[]) => writeFileSync(path, JSON.stringify({ version: 1, [section]: entries }))
  write([entry])
  const file = createMappingFile<object>(path, parse)

  write([entry, entry])

  expect(file.current()).toMatchObject({
    mapping: { [section]: [entry] },
    problem: expect.stringContaining('already'),
  })
})
