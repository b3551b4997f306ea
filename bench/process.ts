import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a process may be asked by the one that started it. `close` ends it. */
interface Commands {
  close(): unknown
}

/** The same from the other side: every answer takes a while. */
export type Remote<C> = AsyncDisposable & {
  readonly [K in keyof C]: C[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never
}

interface Question {
  readonly id: number
  readonly name: string
  readonly args: readonly unknown[]
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

/** In the child: answers until it is told to close or the parent is gone. */
export async function answerParent(commands: Commands): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  process.on('message', async ({ id, name, args }: Question) => {
    const answer = await attempt(id, () =>
      (commands as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[name]!(...args),
    )
    process.send!(answer, () => name === 'close' && resolve())
  })
  process.on('disconnect', resolve)
  process.send!({ id: 0 } satisfies Answer)
  await closed
  process.exit()
}

/** Starts `file` beside this one and waits until it is ready. Its own words go nowhere but for errors. */
export async function startProcess<C extends Commands>(
  file: string,
  args: readonly string[] = [],
  execArgv: readonly string[] = [],
): Promise<Remote<C>> {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = fork(path, args, { execArgv: [...execArgv], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ask = questions(child)
  await ask.ready
  const remote = new Proxy({} as Record<string | symbol, unknown>, {
    get: (_, name) => {
      // An object with a `then` would be taken for a promise.
      if (name === 'then') return undefined
      return name === Symbol.asyncDispose
        ? () => end(child, ask.call)
        : (...args: unknown[]) => ask.call(String(name), args)
    },
  })
  return remote as unknown as Remote<C>
}

function questions(child: ChildProcess) {
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  const expect = (id: number) => new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }))
  child.on('message', ({ id, result, error }: Answer) => {
    if (error === undefined) waiting.get(id)?.resolve(result)
    else waiting.get(id)?.reject(new Error(error))
    waiting.delete(id)
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`a process of the bench ended with ${code}`))
    waiting.clear()
  })
  let last = 0
  return {
    ready: expect(0),
    call(name: string, args: readonly unknown[]) {
      last += 1
      const answer = expect(last)
      child.send({ id: last, name, args } satisfies Question)
      return answer
    },
  }
}

async function end(child: ChildProcess, call: (name: string, args: readonly unknown[]) => Promise<unknown>) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise((resolve) => child.once('exit', resolve))
  await call('close', []).catch(() => child.kill('SIGKILL'))
  await exited
}

async function attempt(id: number, act: () => unknown): Promise<Answer> {
  try {
    return { id, result: await act() }
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
