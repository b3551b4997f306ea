import fc from 'fast-check'
import type { Fault, FaultRule } from '../../src/sandbox/faults.ts'
import type { SandboxServer } from '../../src/sandbox/server.ts'
import { type Story, staleMs } from './story.ts'

/** What goes wrong while one run goes on. */
export interface Trouble {
  readonly faults: readonly CallFault<'charthop' | 'ashby'>[]
  readonly pageSize: number
  readonly isStale: boolean
  readonly building: { readonly reads: number; readonly writes: number }
  readonly expire: 'sync' | 'cursor' | 'none'
}

/** Some calls to one vendor. */
export interface CallFault<Vendor extends string> {
  readonly vendor: Vendor
  readonly kind: keyof typeof kinds
  /** Only calls that change something, which are few among many. */
  readonly isOnWrites: boolean
  readonly after: number
  readonly times: number
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
  const trouble = fc.record({
    faults: callFaults('charthop', 'ashby'),
    pageSize: fc.constantFrom(100, 1, 2, 3),
    isStale: fc.constantFrom(false, false, false, true),
    building: fc.record({ reads: fc.nat({ max: 2 }), writes: fc.nat({ max: 2 }) }),
    expire: fc.constantFrom('none' as const, 'none' as const, 'sync' as const, 'cursor' as const),
  })
  return fc.oneof({ weight: 1, arbitrary: fc.constant(noTrouble) }, { weight: 2, arbitrary: trouble })
}

export function callFaults<Vendor extends string>(...vendors: Vendor[]): fc.Arbitrary<readonly CallFault<Vendor>[]> {
  const fault = fc.record({
    vendor: fc.constantFrom(...vendors),
    // What was done and not told is what goes wrong in the end.
    kind: fc.constantFrom(
      ...(Object.keys(kinds) as (keyof typeof kinds)[]),
      'timeoutAfterApply',
      'timeoutAfterApply',
      'truncated',
    ),
    isOnWrites: fc.boolean(),
    after: fc.nat({ max: 14 }),
    // From 5 on the client's own tries are spent.
    times: fc.constantFrom(1, 1, 1, 2, 3, 8),
  })
  return fc.array(fault, { maxLength: 3 })
}

/** In place of those there were. */
export function causeFaults<Vendor extends string>(
  vendors: Readonly<Record<Vendor, SandboxServer>>,
  callFaults: readonly CallFault<Vendor>[],
): void {
  for (const { faults } of Object.values<SandboxServer>(vendors)) faults.clear()
  for (const { vendor, kind, isOnWrites, after, times } of callFaults) {
    const which = isOnWrites ? { ...writesOf(vendor), after: after % 3 } : { after }
    vendors[vendor].faults.add({ ...which, times, fault: kinds[kind] })
  }
}

/** Of Ashby's calls, which are all POST, and of Lever's the name tells; elsewhere the method does. */
function writesOf(vendor: string): Pick<FaultRule, 'match' | 'method'> {
  if (vendor === 'lever') return { match: /\/(addLinks|archived)$/ }
  return vendor === 'ashby' ? { match: /^\/files\/|\.(create|update|upload|set|add|remove)/ } : { method: 'POST' }
}

export function causeTrouble({ world }: Story, { faults, pageSize, isStale, building, expire }: Trouble): void {
  causeFaults({ charthop: world.charthop.server, ashby: world.ashby.server }, faults)
  world.ashby.settings.pageSize = pageSize
  world.charthop.settings.maxLimit = pageSize === 100 ? 1000 : pageSize
  world.ashby.settings.staleReadsMs = isStale ? staleMs : 0
  world.charthop.settings.staleReadsMs = isStale ? staleMs : 0
  world.charthop.buildSnapshot(building)
  if (expire !== 'none') world.ashby.expireTokens(expire)
}
