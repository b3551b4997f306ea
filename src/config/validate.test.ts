// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of files, not templates
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { connectionSettings, Schedule } from '../lib/settings.ts'
import { validateFiles } from './validate.ts'

const folder = mkdtempSync(join(tmpdir(), 'validate-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** A connection of the named connector, which asks for no more than all do. */
function connectorOf(name: string) {
  return z.strictObject({ ...connectionSettings, connector: z.literal(name), schedule: Schedule.default('* * * * *') })
}

const connectors = { 'crosschq-lever': connectorOf('crosschq-lever'), 'willo-ashby': connectorOf('willo-ashby') }
const validate = (...paths: readonly string[]) => validateFiles(paths, { connectors, env: { KEY: 'k'.repeat(32) } })

const connection = (id: string, connector: string, mapping: string) =>
  `  - { id: ${id}, connector: ${connector}, mapping: ${mapping} }\n`

test('finds nothing wrong with good files', () => {
  const config = write('a.txt', 'connections: []\nencryptionKey: ${KEY}')
  const mapping = write('b.txt', 'version: 1')

  expect(validate(config, mapping)).toEqual([])
})

test('names the problems of all files', () => {
  const config = write('config.yaml', 'connections: []\nsever: {}')
  const mapping = write('mapping.yaml', 'version: 1\nopenings: 1\nhires: 2')
  const other = write('other.yaml', 'a: 1')
  const gone = join(folder, 'gone.yaml')

  expect(validate(config, mapping, other, gone)).toEqual([
    `${config}:2:1 unknown key "sever"; did you mean "server"?`,
    `${mapping}:2:11 openings: expects a list, has a number (text needs quotes)`,
    `${mapping}:3:8 hires: expects a list, has a number (text needs quotes)`,
    `${other}:1:1 a configuration has "connections", a mapping has "version"; this has neither`,
    `${gone}: no such file`,
  ])
})

test.each([
  ['openings: [{ to: X }]', '2:12 openings[0].from: is missing'],
  ['hires: [{ to: x }]', '2:9 hires[0].from: is missing'],
  ['opening: []', '2:1 unknown key "opening"; did you mean "openings"?'],
  ['templates: [{}]', '2:13 templates[0].name: is missing'],
  ['triggers: [{}]', '2:12 triggers[0].template: is missing'],
  ['template: []', '2:1 unknown key "template"; did you mean "templates"?'],
  ['interviews: [{}]', '2:14 interviews[0].interview: is missing'],
  ['intervews: []', '2:1 unknown key "intervews"; did you mean "interviews"?'],
  ['templates: []\ninterviews: []', '3:1 unknown key "interviews"; known here: version, templates, triggers'],
])('judges a mapping by its sections: %j', (text, problem) => {
  const path = write('kind.yaml', `version: 1\n${text}\n`)

  expect(validate(path)).toContain(`${path}:${problem}`)
})

test('judges the mappings of a configuration by their connectors', () => {
  const templates = write('templates.yaml', 'version: 1\ntemplates: []\n')
  const bad = write('bad.yaml', 'version: 1\ntemplates: [{}, { id: a }]\n')
  const gone = join(folder, 'gone.yaml')
  const config = write(
    'connections.yaml',
    `connections:\n${connection('good', 'crosschq-lever', templates)}${connection('other', 'willo-ashby', templates)}${connection('bad', 'crosschq-lever', bad)}${connection('gone', 'willo-ashby', gone)}`,
  )

  const problems = validate(config)

  expect(problems).toContain(`${templates}:2:1 unknown key "templates"; known here: version, interviews`)
  expect(problems).toContain(`${bad}:2:13 templates[0].name: is missing`)
  expect(problems).toContain(`${gone}: no such file`)
})

test('names a problem once however often its file is named', () => {
  const mapping = write('shared.yaml', 'version: 1\ntemplate: []\n')
  const config = write(
    'twice.yaml',
    `connections:\n${connection('one', 'crosschq-lever', mapping)}${connection('two', 'crosschq-lever', mapping)}`,
  )

  expect(validate(config, mapping)).toEqual([`${mapping}:2:1 unknown key "template"; did you mean "templates"?`])
})

test('lets errors that are no refusal through', () => {
  const broken = connectorOf('broken').refine(() => {
    throw new TypeError('a mistake of ours')
  })
  const config = write('broken.yaml', `connections:\n${connection('one', 'broken', 'm.yaml')}`)

  expect(() => validateFiles([config], { connectors: { broken }, env: {} })).toThrow('a mistake of ours')
})
