import fc from 'fast-check'
import type { Fault } from '../../src/sandbox/faults.ts'
import { type Story, staleMs } from './story.ts'

/** What goes wrong while one run goes on. */
export interface Trouble {
  readonly faults: readonly {
    readonly side: 'charthop' | 'ashby'
    readonly kind: keyof typeof kinds
    readonly after: number
    readonly times: number
  }[]
  readonly pageSize: number
  readonly isStale: boolean
  readonly building: { readonly reads: number; readonly writes: number }
  readonly expire: 'sync' | 'cursor' | 'none'
}

const kinds = {
  latency: { type: 'latency', ms: 4 },
  tooMany: { type: 'status', status: 429, headers: { 'retry-after': '0' } },
  error: { type: 'status', status: 500 },
  unavailable: { type: 'status', status: 503 },
  timeoutAfterApply: { type: 'timeoutAfterApply' },
  reset: { type: 'resetBeforeApply' },
  truncated: { type: 'truncatedBody' },
  html: { type: 'html' },
} satisfies Record<string, Fault>

export const noTrouble: Trouble = {
  faults: [],
  pageSize: 100,
  isStale: false,
  building: { reads: 0, writes: 0 },
  expire: 'none',
}

export function troubleArbitrary(): fc.Arbitrary<Trouble> {
  const fault = fc.record({
    side: fc.constantFrom('charthop' as const, 'ashby' as const),
    kind: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
    after: fc.nat({ max: 14 }),
    // From 5 on the client's own tries are spent.
    times: fc.constantFrom(1, 1, 1, 2, 3, 8),
  })
  const trouble = fc.record({
    faults: fc.array(fault, { maxLength: 3 }),
    pageSize: fc.constantFrom(100, 1, 2, 3),
    isStale: fc.constantFrom(false, false, false, true),
    building: fc.record({ reads: fc.nat({ max: 2 }), writes: fc.nat({ max: 2 }) }),
    expire: fc.constantFrom('none' as const, 'none' as const, 'sync' as const, 'cursor' as const),
  })
  return fc.oneof({ weight: 1, arbitrary: fc.constant(noTrouble) }, { weight: 2, arbitrary: trouble })
}

export function causeTrouble({ world }: Story, { faults, pageSize, isStale, building, expire }: Trouble): void {
  endTrouble(world)
  world.ashby.settings.pageSize = pageSize
  world.charthop.settings.maxLimit = pageSize === 100 ? 1000 : pageSize
  world.ashby.settings.staleReadsMs = isStale ? staleMs : 0
  world.charthop.settings.staleReadsMs = isStale ? staleMs : 0
  world.charthop.buildSnapshot(building)
  if (expire !== 'none') world.ashby.expireTokens(expire)
  for (const { side, kind, after, times } of faults) world[side].server.faults.add({ after, times, fault: kinds[kind] })
}

function endTrouble({ charthop, ashby }: Story['world']): void {
  charthop.server.faults.clear()
  ashby.server.faults.clear()
}
