import type { z } from 'zod'
import type { Config } from '../config/load.ts'
import type { Connector } from '../connectors/connector.ts'
import { type connectorSchemas, connectors } from '../connectors/index.ts'
import type { KeySlot } from '../connectors/key-slot.ts'
import { keyIn } from '../connectors/key-slot.ts'

export type ConnectionConfig = z.output<(typeof connectorSchemas)[keyof typeof connectorSchemas]>
export type AppConfig = Config<ConnectionConfig>

export function connectorOf({ connector }: ConnectionConfig): Connector<ConnectionConfig> {
  // Its own schema has read the block, so it is of this connector's kind, which the types cannot follow.
  return connectors[connector] as Connector<ConnectionConfig>
}

/** The keys that this way of configuring the connection takes. */
export function slotsOf(block: ConnectionConfig): readonly KeySlot[] {
  return connectorOf(block).keys.filter((slot) => keyIn(block, slot) !== undefined)
}
