import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { inject } from 'vitest'

/** A process of ours, started as any other program and gone with the test that started it. */
export interface Child extends AsyncDisposable {
  readonly process: ChildProcess
  /** What it wrote to its standard output so far, one JSON document a line. */
  readonly told: readonly unknown[]
  /** The first line that this holds for; rejects when the process ends without it. */
  hears<T>(isIt: (line: unknown) => line is T): Promise<T>
  /** Once it has ended and all its output was read. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
}

export function startChild(script: string, argument: unknown): Child {
  const path = new URL(script, import.meta.url).pathname
  const child = spawn(process.execPath, [path, JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Dozens of these start, and reading the program is most of what each does.
    env: { ...process.env, NODE_COMPILE_CACHE: join(inject('databaseFolder'), 'compiled') },
  })
  const told: unknown[] = []
  const listeners = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    told.push(JSON.parse(line))
    for (const listener of listeners) listener()
  })
  const ended = new Promise<Awaited<Child['ended']>>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  return {
    process: child,
    told,
    ended,
    hears: (isIt) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = told.find(isIt)
          if (found !== undefined) resolve(found)
        }
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`the process ended after ${told.length} lines`)))
      }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
