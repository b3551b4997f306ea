import { openApp } from '../src/app.ts'
import { startDaemon } from '../src/daemon.ts'
import { configFrom } from './config.ts'
import { answerParent } from './process.ts'

export type DaemonCommands = Awaited<ReturnType<typeof start>>

/** The daemon as `hirewire start` runs it, and nothing else in this process. */
async function start(configPath: string, databaseUrl: string) {
  const app = await openApp(configFrom(configPath, databaseUrl))
  const daemon = await startDaemon(app)
  return {
    url: () => daemon.url,
    pid: () => process.pid,
    /** The most memory this process ever had, in MB. */
    peakMb: () => process.resourceUsage().maxRSS / 1024,
    /** Time on a processor since the start, both user's and system's. */
    cpuMs() {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1000
    },
    async close() {
      await daemon.stop()
      await app.close()
    },
  }
}

const [configPath, databaseUrl] = process.argv.slice(2) as [string, string]
await answerParent(await start(configPath, databaseUrl))
