import { expect, test } from 'vitest'
import type { Connection, Connector } from '../../src/connectors/connector.ts'
import { connectors } from '../../src/connectors/index.ts'
import { keyIn, withKey } from '../../src/connectors/key-slot.ts'
import { FatalError } from '../../src/lib/errors.ts'
import type { SandboxServer } from '../../src/sandbox/server.ts'
import { createInterviewWorld } from '../interviews.ts'
import { createReferenceWorld } from '../references.ts'
import { createLeverWorld } from '../references-lever.ts'
import { createSmartRecruitersWorld } from '../references-smartrecruiters.ts'
import { createWorld } from '../world.ts'

interface KeyedWorld extends AsyncDisposable {
  readonly config: { readonly connector: string }
  readonly servers: Readonly<Record<string, SandboxServer>>
  reopen(changes: object): Connection
}

const worlds: readonly (readonly [connector: keyof typeof connectors, () => Promise<KeyedWorld>])[] = [
  ['charthop-ashby', async () => served(await createWorld(), 'charthop', 'ashby')],
  ['crosschq-ashby', async () => served(await createReferenceWorld(), 'crosschq', 'ashby')],
  ['crosschq-lever', async () => served(await createLeverWorld(), 'crosschq', 'lever')],
  ['crosschq-smartrecruiters', async () => served(await createSmartRecruitersWorld(), 'crosschq', 'smartRecruiters')],
  ['willo-ashby', async () => served(await createInterviewWorld(), 'willo', 'ashby')],
]

const slots = worlds.flatMap(([connector, open]) => {
  return connectors[connector].keys.map((slot) => ({ connector, slot, open, name: slot.name }))
})

test.each(slots)('S2 $connector takes a right $name, asking its vendor only', async ({ slot, open }) => {
  await using world = await open()
  const connection = world.reopen(world.config)
  forget(world)

  const findings = await connection.keyChecks![slot.name]!()

  expect(findings[0]).toMatchObject({ ok: true })
  expect(asked(world)).toEqual([slot.system])
})

test.each(slots)('S68 $connector refuses a wrong $name, asking its vendor only', async ({ slot, open }) => {
  await using world = await open()
  const connection = world.reopen(withKey(world.config, slot, 'some-wrong-key-0123456789'))
  forget(world)

  const refusal = await connection.keyChecks![slot.name]!().catch((error: unknown) => error)

  expect(refusal).toBeInstanceOf(FatalError)
  expect(String(refusal)).not.toContain('some-wrong-key')
  expect(asked(world)).toEqual([slot.system])
})

test.each(worlds)('S2 every key in the block of %s can be pasted', async (connector, open) => {
  await using world = await open()
  const { keys }: Pick<Connector, 'keys'> = connectors[connector]

  const set = keys.filter((slot) => keyIn(world.config, slot))

  expect(set).toHaveLength(2)
  expect(Object.keys(world.reopen(world.config).keyChecks!)).toEqual(keys.map(({ name }) => name))
})

type Sandboxes<Name extends string> = Readonly<Record<Name, { readonly server: SandboxServer }>>

function served<Name extends string>(
  world: Omit<KeyedWorld, 'servers'> & Sandboxes<Name>,
  ...names: Name[]
): KeyedWorld {
  const servers = Object.fromEntries(names.map((name) => [name.toLowerCase(), world[name].server]))
  return { ...world, servers }
}

function forget({ servers }: KeyedWorld): void {
  for (const server of Object.values(servers)) server.clearCalls()
}

function asked({ servers }: KeyedWorld): string[] {
  return Object.keys(servers).filter((name) => servers[name]!.calls.length > 0)
}
