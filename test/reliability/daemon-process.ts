import { openApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { connectorSchemas } from '../../src/connectors/index.ts'
import { startDaemon } from '../../src/daemon.ts'

import { type KillPoint, killAt } from './kill-at.ts'

/** The daemon as `hirewire start` runs it, with a lease short enough to wait for. It kills itself where it is told to. */
export interface DaemonProcess {
  readonly config: string
  readonly leaseMs: number
  readonly kill?: KillPoint
}

const { config, leaseMs, kill }: DaemonProcess = JSON.parse(process.argv[2]!)
const { checkpoint } = killAt(kill)
const app = await openApp(loadConfig(config, { connectors: connectorSchemas }), {
  level: 'silent',
  engine: { leaseMs, settleGraceMs: 100, inFlight: 1, checkpoint },
})
const daemon = await startDaemon(app)
process.once('SIGTERM', () => void daemon.stop().then(() => app.close()))
console.log(JSON.stringify({ url: daemon.url }))
