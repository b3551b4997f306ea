import { createHash } from 'node:crypto'

/** A key that a vendor gives us to call it with. */
export interface KeySlot {
  /** Its path in the connection's block of the config file: `ashby.apiKey`. */
  readonly name: string
  readonly label: string
  readonly system: string
  /** Where a person makes one. */
  readonly where: string
}

/** Ashby's, the same in each of its connectors. */
export const ASHBY_KEY: KeySlot = {
  name: 'ashby.apiKey',
  label: 'Ashby API key',
  system: 'ashby',
  where: 'Ashby → Admin → API keys',
}

/** The key in a connection's block: empty where none is set, undefined where the block takes none there. */
export function keyIn(block: object, { name }: KeySlot): string | undefined {
  const found = name
    .split('.')
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], block)
  return typeof found === 'string' ? found : undefined
}

/** The same block with this key in it. */
export function withKey<Block extends object>(block: Block, { name }: KeySlot, key: string): Block {
  return changed(block, name.split('.'), key) as Block
}

/** By which a key is known again. Bound to its place, so that one key in two places does not show as the same. */
export function keyDigest(key: string, place: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([...place, key]))
    .digest('base64url')
}

function changed(at: object, [step = '', ...rest]: readonly string[], key: string): object {
  const inner = (at as Record<string, object>)[step] ?? {}
  return { ...at, [step]: rest.length === 0 ? key : changed(inner, rest, key) }
}
