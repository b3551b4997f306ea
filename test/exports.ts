import { setTimeout as delay } from 'node:timers/promises'
import { LeverExport } from '../src/connectors/crosschq/export-config.ts'
import type { Prospect } from '../src/systems/crosschq/sandbox/model.ts'
import type { CrosschqSandbox } from '../src/systems/crosschq/sandbox.ts'
import { createLeverWorld, type LeverWorld, type LeverWorldOptions } from './references-lever.ts'

/** Lever, with what `export` says in the config. */
export function exportingToLever(rules: object, options: LeverWorldOptions = {}): Promise<LeverWorld> {
  return createLeverWorld({ ...options, config: { ...options.config, export: rules } })
}

/** One run of another process, with other switches. */
export function syncWith(world: LeverWorld, rules: object) {
  return world.sync({}, world.reopen({ export: LeverExport.parse(rules) }))
}

/** Everybody has another address and name; they were made a moment before this returns. */
export async function addProspects(
  { crosschq }: { readonly crosschq: CrosschqSandbox },
  count: number,
  given: (at: number) => Partial<Prospect> = () => ({}),
) {
  const first = crosschq.state.prospects.length
  const added = Array.from({ length: count }, (_, at) => {
    const email = `person-${first + at}@prospects.example`
    return crosschq.addProspect({ last_name: `Prospect ${first + at}`, email, ...given(at) })
  })
  await delay(3)
  return added
}

/** In the order they were made. */
export function opportunities({ lever }: LeverWorld) {
  return [...lever.state.opportunities.values()]
}

export function emailsIn({ lever }: LeverWorld): string[] {
  return [...lever.state.contacts.values()].flatMap(({ emails }) => emails)
}

/** A process that ends when it is about to intend its n-th write. */
export function endingBefore(nth: number) {
  let passed = 0
  return async (point: string) => {
    if (point !== 'beforeIntend') return
    passed += 1
    if (passed === nth) throw new Error('the process ends here')
  }
}
