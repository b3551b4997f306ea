import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf } from './architecture/imports.ts'
import { isTest, members, type Sources, violations } from './architecture/rules.ts'

const root = new URL('../src/', import.meta.url).pathname

function readSources(): Sources {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  return new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')]))
}

/** A small source tree that keeps every rule, with some files more, or others in their place. */
const tree = (files: Readonly<Record<string, string>>): Sources =>
  new Map(
    Object.entries({
      'connectors/index.ts': "import { flow } from './charthop-ashby/index.ts'\nexport const all = [flow]",
      'connectors/connector.ts': 'export interface Flow {}',
      'connectors/charthop-ashby/index.ts':
        "import type { Flow } from '../connector.ts'\nimport { read } from '../../systems/ashby/client.ts'\nexport const flow = read",
      'systems/ashby/client.ts': 'export const read = 1',
      'systems/ashby/sandbox.ts': 'export const start = 1',
      'cli/sandbox.ts': "import { start } from '../systems/ashby/sandbox.ts'\nexport const run = start",
      'lib/json.ts': 'export const json = 1',
      'lib/b.ts': 'export const b = 1',
      'plan/plan.ts': 'export const plan = 1',
      'store/runs.ts': 'export const runs = 1',
      'sandbox/server.ts': 'export const server = 1',
      'systems/greenhouse/client.ts': 'export const read = 1',
      'systems/greenhouse/sandbox.ts': 'export const start = 1',
      'connectors/crosschq/greenhouse.ts':
        "import { read } from '../../systems/greenhouse/client.ts'\nexport const greenhouse = read",
      ...files,
    }),
  )

const listed = {
  'connectors/index.ts':
    "import { flow } from './charthop-ashby/index.ts'\nimport { greenhouse } from './crosschq/greenhouse.ts'",
  'cli/sandbox.ts':
    "import { start } from '../systems/ashby/sandbox.ts'\nimport * as greenhouse from '../systems/greenhouse/sandbox.ts'",
}

describe('our source', () => {
  const sources = readSources()

  test('keeps every rule of the architecture', () => {
    expect(violations(sources)).toEqual([])
  })

  test('was seen whole', () => {
    const files = [...sources.keys()].filter((path) => !isTest(path))
    const tops = new Set(files.map((path) => path.split('/')[0]))

    expect(files.length).toBeGreaterThan(150)
    expect([...tops].sort()).toEqual(
      [
        ...[
          'app',
          'app.ts',
          'cli',
          'config',
          'connectors',
          'daemon.ts',
          'http',
          'lib',
          'main.ts',
          'mapping',
          'notify',
          'plan',
          'record',
        ],
        ...['sandbox', 'scheduler', 'store', 'sync', 'systems'],
      ].sort(),
    )
    expect(members(sources, 'systems')).toEqual(expect.arrayContaining(['ashby', 'charthop']))
    expect(members(sources, 'connectors')).toContain('charthop-ashby')
  })

  test('has its imports read, not overlooked', () => {
    const all = [...sources].flatMap(([path, source]) => importsOf(path, source))
    // Counted another way: each line that ends in `from '…'`.
    const lines = [...sources.values()].join('\n').match(/^(?:import|export|\}).* from '[^']+'(?: with .*)?$/gm) ?? []

    expect(all.length).toBeGreaterThanOrEqual(lines.length)
    expect(lines.length).toBeGreaterThan(400)
  })
})

describe('the rules', () => {
  test('accept a tree that keeps them', () => {
    expect(violations(tree(listed))).toEqual([])
  })

  test.each([
    ['an upward import', { 'lib/x.ts': "import { plan } from '../plan/plan.ts'" }, 'lib may not import plan'],
    ['a type alone', { 'plan/x.ts': "import type { runs } from '../store/runs.ts'" }, 'plan may not import store'],
    ['a re-export', { 'plan/x.ts': "export * from '../store/runs.ts'" }, 'plan may not import store'],
    ['an import for effect', { 'plan/x.ts': "import '../store/runs.ts'" }, 'plan may not import store'],
    ['an import call', { 'plan/x.ts': "const x = await import('../store/runs.ts')" }, 'plan may not import store'],
    ['an import type', { 'plan/x.ts': "type X = import('../store/runs.ts').X" }, 'plan may not import store'],
    ['several lines', { 'plan/x.ts': "import {\n  runs,\n} from '../store/runs.ts'" }, 'plan may not import store'],
    ['a computed path', { 'plan/x.ts': 'const x = await import(name)' }, 'imports a computed path'],
    ['a missing file', { 'plan/x.ts': "import { x } from './gone.ts'" }, 'does not exist'],
    ['a way out of src', { 'plan/x.ts': "import { x } from '../../test/database.ts'" }, 'outside src'],
    ['a test as a source', { 'plan/a.test.ts': '', 'plan/x.ts': "import './a.test.ts'" }, 'which is for tests'],
    ['a sibling vendor', { 'systems/ashby/x.ts': "import '../greenhouse/client.ts'" }, 'system may not import system'],
    [
      'a client in a sandbox',
      { 'systems/ashby/sandbox/x.ts': "import '../client.ts'" },
      'systemSandbox may not import system',
    ],
    [
      'a library in a sandbox',
      { 'systems/ashby/sandbox.ts': "import '../../lib/json.ts'" },
      'systemSandbox may not import lib',
    ],
    [
      'a sandbox in the client',
      { 'systems/ashby/x.ts': "import './sandbox.ts'" },
      'system may not import systemSandbox',
    ],
    [
      'a foreign system',
      { 'connectors/charthop-ashby/x.ts': "import '../../systems/greenhouse/client.ts'" },
      'connector may not import system',
    ],
    [
      'a sibling connector',
      { 'connectors/crosschq/x.ts': "import '../charthop-ashby/index.ts'" },
      'connector may not import connector',
    ],
    [
      'a value in the contract',
      { 'connectors/connector.ts': "import { plan } from '../plan/plan.ts'" },
      'contract may not import plan',
    ],
    ['a sandbox in the app', { 'app.ts': "import './sandbox/server.ts'" }, 'app may not import sandbox'],
    ['axios elsewhere', { 'systems/ashby/x.ts': "import axios from 'axios'" }, 'whose door is lib/http-client.ts'],
    ['knex elsewhere', { 'sync/x.ts': "import type { Knex } from 'knex'" }, 'whose door is store/'],
    ['a part of pg', { 'sync/x.ts': "import x from 'pg/lib/utils.js'" }, 'whose door is store/'],
    ['the environment', { 'lib/x.ts': 'export const home = process.env.HOME' }, 'reads the environment'],
    ['the environment by name', { 'lib/x.ts': "import { env } from 'node:process'" }, 'reads the environment'],
    [
      'a cycle of types',
      { 'lib/b.ts': "import type { c } from './c.ts'", 'lib/c.ts': "import type { b } from './b.ts'" },
      'cycle: lib/b.ts → lib/c.ts → lib/b.ts',
    ],
    ['an unlisted connector', { 'connectors/willo-ashby/index.ts': '' }, 'connectors/willo-ashby is not in'],
    ['an unused system', { 'systems/workday/client.ts': '' }, 'systems/workday is used by no connector'],
    ['an unstarted sandbox', { 'systems/willo/sandbox.ts': '' }, 'systems/willo/sandbox.ts is started by no command'],
  ])('find %s', (_, files, problem) => {
    expect(violations(tree({ ...listed, ...files })).join('\n')).toContain(problem)
  })

  test.each([
    ['a comment', "// import { plan } from '../plan/plan.ts'\n/* process.env.X\nimport '../plan/plan.ts' */"],
    ['a template', "const script = `const x = await import('../plan/plan.ts')`"],
    ['a web address', "const page = 'https://example.com' // process.env is not read\nconst next = 1"],
    ['a pattern', 'const slashes = /[/"]/ // process.env\nconst next = 1'],
  ])('leave %s alone', (_, source) => {
    expect(violations(tree({ ...listed, 'lib/x.ts': source }))).toEqual([])
  })

  test('let tests import what they like', () => {
    expect(violations(tree({ ...listed, 'lib/x.test.ts': "import '../../test/database.ts'\nprocess.env.X" }))).toEqual(
      [],
    )
  })

  test('take a few milliseconds', () => {
    const sources = readSources()
    const start = performance.now()

    violations(sources)

    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
