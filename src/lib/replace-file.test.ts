import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ReadOnlyError, replaceFile, whyReadOnly } from './replace-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'replace-file-'))
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true })
})

function fileOf(content: string | Buffer, mode = 0o640): string {
  const path = join(folder, 'a.yaml')
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

test('replaces the text and keeps the mode', async () => {
  const path = fileOf('old', 0o604)

  await replaceFile(path, 'neu – ü')

  expect(readFileSync(path, 'utf8')).toBe('neu – ü')
  expect(statSync(path).mode & 0o777).toBe(0o604)
  expect(readdirSync(folder)).toEqual(['a.yaml'])
})

test('keeps a byte order mark', async () => {
  const path = fileOf('\uFEFFold')

  await replaceFile(path, 'new')

  expect(readFileSync(path, 'utf8')).toBe('\uFEFFnew')
})

test('replaces what a link leads to, not the link', async () => {
  const path = fileOf('old')
  mkdirSync(join(folder, 'links'))
  const link = join(folder, 'links', 'b.yaml')
  symlinkSync(path, link)

  await replaceFile(link, 'new')

  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(readdirSync(join(folder, 'links'))).toEqual(['b.yaml'])
})

test.each([
  ['file', 0o444, 0o755],
  ['folder', 0o644, 0o555],
])('leaves a read-only %s alone, whoever we are', async (part, mode, folderMode) => {
  const path = fileOf('old', mode)
  chmodSync(folder, folderMode)

  expect(await whyReadOnly(path)).toBeDefined()
  const refused = await replaceFile(path, 'new').catch((error: unknown) => error)

  expect(refused).toBeInstanceOf(ReadOnlyError)
  if (process.getuid?.() === 0) expect(String(refused)).toContain(`the ${part} is read-only`)
  expect(readFileSync(path, 'utf8')).toBe('old')
})

test('what can never be replaced says why', async () => {
  expect(await whyReadOnly('/proc/version')).toMatch(/may not write|mode|mounted/)
  expect(await whyReadOnly(join(folder, 'none'))).toBe('it cannot be written (ENOENT)')
})
