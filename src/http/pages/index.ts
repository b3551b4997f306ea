import type { FastifyInstance } from 'fastify'
import type { HttpParts } from '../parts.ts'
import { registerAssets } from './assets.ts'
import { registerAudit } from './audit.ts'
import { registerConnection } from './connection.ts'
import { openConsole } from './console.ts'
import { registerEvents } from './events.ts'
import { registerGrant } from './grant.ts'
import { registerHolds } from './holds.ts'
import { registerHome } from './home.ts'
import { registerKeys } from './keys.ts'
import { registerMappingPages } from './mapping-pages.ts'
import { registerNotifications } from './notifications.ts'
import { registerRecord } from './record.ts'
import { registerRecords } from './records.ts'
import { registerRetry } from './retry.ts'
import { registerRun } from './run.ts'
import { registerRuns } from './runs.ts'
import { registerSightings } from './sighting.ts'
import { registerSignIn } from './sign-in.ts'
import { registerSwitching } from './switching.ts'

/** The console: every page and every form of it. */
export async function registerPages(scope: FastifyInstance, parts: HttpParts): Promise<void> {
  registerAssets(scope)
  const console = await openConsole(scope, parts)
  registerSignIn(console)
  registerHome(console)
  registerSwitching(console)
  registerKeys(console)
  registerHolds(console)
  registerGrant(console)
  registerConnection(console)
  registerMappingPages(console)
  registerNotifications(console)
  registerRuns(console)
  registerRun(console)
  registerRecords(console)
  registerRecord(console)
  registerRetry(console)
  registerSightings(console)
  registerAudit(console)
  registerEvents(console)
}
