import { FatalError, RetryableError } from '../lib/errors.ts'

/** What a key needs to be allowed, or is allowed without need. */
export interface PermissionLine {
  /** `ashby`, `charthop`, … */
  readonly system: string
  /** In the vendor's own word. */
  readonly name: string
  readonly needed: boolean
  /** Null where the vendor does not tell. */
  readonly had: boolean | null
}

/** By name, what is called to find out: it must change nothing. What has none cannot be tried without writing. */
export type Probes = Readonly<Record<string, () => Promise<unknown>>>

interface Compared {
  readonly needed: readonly string[]
  readonly had: readonly string[]
  /** Of use, so no excess, but nothing stands still without them. */
  readonly useful?: readonly string[]
}

/** For a key that tells what it may do. */
export function comparedPermissions(system: string, { needed, had, useful = [] }: Compared): PermissionLine[] {
  const excess = had.filter((name) => !needed.includes(name) && !useful.includes(name))
  return [
    ...needed.map((name) => ({ system, name, needed: true, had: had.includes(name) })),
    ...excess.map((name) => ({ system, name, needed: false, had: true })),
  ]
}

/** For a key that does not: what it may do shows only when it is done. */
export function probedPermissions(
  system: string,
  needed: readonly string[],
  probes: Probes,
): Promise<readonly PermissionLine[]> {
  return Promise.all(needed.map(async (name) => ({ system, name, needed: true, had: await isGranted(probes[name]) })))
}

export function unknownPermissions(system: string, needed: readonly string[]): PermissionLine[] {
  return needed.map((name) => ({ system, name, needed: true, had: null }))
}

/** Undefined where the vendor does not answer, or not to this key: `check` says so, what is needed is worth showing anyway. */
export async function ifAnswered<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof FatalError || error instanceof RetryableError) return undefined
    throw error
  }
}

/** For lists: the first page tells whether they may be read. */
export async function firstPage(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _page of pages) return
}

async function isGranted(probe: (() => Promise<unknown>) | undefined): Promise<boolean | null> {
  if (!probe) return null
  try {
    await probe()
    return true
  } catch (error) {
    if (error instanceof FatalError) return isRefusal(error) ? false : null
    if (error instanceof RetryableError) return null
    throw error
  }
}

function isRefusal({ facts }: FatalError): boolean {
  return facts.status === 403 || (facts.permission !== undefined && facts.status !== 401)
}
