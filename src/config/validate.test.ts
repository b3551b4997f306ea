// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of files, not templates
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ConfigError } from '../lib/errors.ts'
import { validateFiles } from './validate.ts'

const folder = mkdtempSync(join(tmpdir(), 'validate-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function refuse(path: string): never {
  throw new ConfigError(`${path}:1:1 wrong\n${path}:2:1 wrong too`)
}

test('finds nothing wrong with good files', () => {
  const config = write('a.txt', 'connections: []\nencryptionKey: ${KEY}')
  const mapping = write('b.txt', 'version: 1')
  const env = { KEY: 'k'.repeat(32) }

  expect(validateFiles([config, mapping], { connectors: {}, loadMapping: () => ({}), env })).toEqual([])
})

test('names the problems of all files', () => {
  const config = write('config.yaml', 'connections: []\nsever: {}')
  const mapping = write('mapping.yaml', 'version: 1')
  const other = write('other.yaml', 'a: 1')
  const gone = join(folder, 'gone.yaml')

  const problems = validateFiles([config, mapping, other, gone], { connectors: {}, loadMapping: refuse, env: {} })

  expect(problems).toEqual([
    `${config}:2:1 unknown key "sever"; did you mean "server"?`,
    `${mapping}:1:1 wrong`,
    `${mapping}:2:1 wrong too`,
    `${other}:1:1 a configuration has "connections", a mapping has "version"; this has neither`,
    `${gone}: no such file`,
  ])
})

test('lets errors that are no refusal through', () => {
  const broken = () => {
    throw new TypeError('a mistake of ours')
  }

  const validate = () =>
    validateFiles([write('m.yaml', 'version: 1')], { connectors: {}, loadMapping: broken, env: {} })

  expect(validate).toThrow('a mistake of ours')
})
