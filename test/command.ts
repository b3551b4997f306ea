import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AshbySandbox, startAshbySandbox } from '../src/systems/ashby/sandbox.ts'
import { type ChartHopSandbox, startChartHopSandbox } from '../src/systems/charthop/sandbox.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const root = new URL('..', import.meta.url).pathname

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A program that goes on: what it has said so far, and its end. */
export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves with all output once it holds this text; rejects when the program ends without. */
  said(text: string): Promise<string>
}

/** The real program in a process of its own, as a person calls it. */
export function hirewire(...args: readonly string[]): Promise<Ended> {
  return startHirewire(...args).ended
}

export function startHirewire(...args: readonly string[]): Started {
  const { HIREWIRE_CONFIG, DATABASE_URL, ...env } = process.env
  const child = spawn(process.execPath, ['src/main.ts', ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  // A test that fails must not leave a daemon behind.
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      process.off('exit', end)
      resolve({ code, stdout, stderr })
    })
  })
  const said = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => (stdout + stderr).includes(text) && resolve(stdout + stderr)
      child.stdout!.on('data', look)
      child.stderr!.on('data', look)
      void ended.then((end) =>
        reject(new Error(`ended with ${end.code} before it said "${text}":\n${end.stdout}${end.stderr}`)),
      )
      look()
    })
  return { child, ended, said }
}

/** Both vendors, a database, and a config file that names them: what a command needs beside its own process. */
export interface CommandWorld extends AsyncDisposable {
  readonly charthop: ChartHopSandbox
  readonly ashby: AshbySandbox
  readonly database: TestDatabase
  readonly folder: string
  readonly config: string
  hirewire(...args: readonly string[]): Promise<Ended>
  start(...args: readonly string[]): Started
  /** Writes the config file anew. Top-level keys replace whole blocks; those of `connection` are laid over it. */
  configure(changes?: Configuration): void
  map(yaml: string): void
}

export interface Configuration {
  readonly connection?: Readonly<Record<string, unknown>>
  readonly [block: string]: unknown
}

export const testToken = 'a-token-for-tests-of-32-characters'

export async function commandWorld(): Promise<CommandWorld> {
  const charthop = await startChartHopSandbox()
  const ashby = await startAshbySandbox()
  const database = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'hirewire-command-'))
  const paths = { config: join(folder, 'hirewire.yaml'), mapping: join(folder, 'mapping.yaml') }
  const rate = { perSecond: 1000, inFlight: 8 }
  const configure = ({ connection, ...blocks }: Configuration = {}) => {
    const usual = {
      id: 'headcount',
      connector: 'charthop-ashby',
      mapping: paths.mapping,
      charthop: { baseUrl: charthop.url, org: charthop.org.slug, token: charthop.token, rate },
      ashby: { baseUrl: ashby.url, apiKey: 'ashby-sandbox-key', rate },
    }
    const config = {
      server: { port: 0 },
      database: { url: database.connectionString, dataDir: join(folder, 'data') },
      auth: { tokens: [{ name: 'ops', role: 'approve', token: testToken }] },
      connections: [{ ...usual, ...connection }],
      ...blocks,
    }
    // JSON is YAML.
    writeFileSync(paths.config, JSON.stringify(config, null, 2), { mode: 0o600 })
  }
  configure()
  writeFileSync(paths.mapping, 'version: 1\n')
  return {
    ...{ charthop, ashby, database, folder, config: paths.config, configure },
    hirewire: (...args) => hirewire(...args, '--config', paths.config),
    start: (...args) => startHirewire(...args, '--config', paths.config),
    map: (yaml) => writeFileSync(paths.mapping, yaml),
    async [Symbol.asyncDispose]() {
      await charthop.close()
      await ashby.close()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
