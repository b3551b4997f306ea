import { countCalls } from '../../lib/count-calls.ts'
import { parseMapping } from '../../mapping/load.ts'
import { createMappingFile } from '../../mapping/mapping-file.ts'
import { createAshby } from '../../systems/ashby/client.ts'
import { createChartHop } from '../../systems/charthop/client.ts'
import type { Connection, Connector, Finding, Parts } from '../connector.ts'
import type { Flow } from '../flow.ts'
import { ASHBY_KEY, type KeySlot } from '../key-slot.ts'
import { askAshby, askChartHop, check } from './check.ts'
import { collectionsOf, type Systems } from './collections.ts'
import { CharthopAshbyConfig } from './config.ts'
import { fieldLines, standardFieldLines } from './field-lines.ts'
import { fieldsFlow } from './fields.ts'
import { hiresFlow } from './hires.ts'
import { hookEvents, readHook } from './hooks.ts'
import { openingsFlow } from './openings.ts'
import { permissions, untriedPermissions } from './permissions.ts'
import { registerHooks } from './register-hooks.ts'

const CHARTHOP_KEY: KeySlot = {
  name: 'charthop.token',
  label: 'ChartHop API token',
  system: 'charthop',
  where: 'ChartHop → Settings → Apps',
}

/** ChartHop plans the headcount, Ashby hires for it: jobs become openings, hires become persons (S79–S93). */
export const charthopAshby: Connector<CharthopAshbyConfig> = {
  name: 'charthop-ashby',
  config: CharthopAshbyConfig,
  keys: [CHARTHOP_KEY, ASHBY_KEY],
  open,
}

function open(config: CharthopAshbyConfig, parts: Parts): Connection {
  const mappingFile = createMappingFile(config.mapping, parseMapping)
  const calls = countCalls(parts.onCall)
  const { sleep, timeouts } = parts
  const client = { onCall: calls.note, sleep, timeouts }
  const systems: Systems = {
    charthop: createChartHop({ ...config.charthop, token: () => config.charthop.token, ...client }),
    ashby: createAshby({ ...config.ashby, apiKey: () => config.ashby.apiKey, ...client }),
    org: config.charthop.org,
    mapping: () => mappingFile.current().mapping,
  }
  return {
    id: config.id,
    connector: config.connector,
    systems: ['ChartHop', 'Ashby'],
    collections: collectionsOf(systems),
    flows: flowsOf(systems, config, parts),
    keyChecks: { [CHARTHOP_KEY.name]: () => askChartHop(systems), [ASHBY_KEY.name]: () => askAshby(systems) },
    check: async () => [...keyFindings(config), ...(await (keyFindings(config).length === 0 ? check(systems) : []))],
    permissions: async () => (keyFindings(config).length === 0 ? permissions(systems) : untriedPermissions()),
    fields: (mirror) => fieldLines(systems, mirror),
    standardFields: () => standardFieldLines(systems),
    hookEvents,
    readHook: (hook) => readHook(hook, { ashby: config.ashby.webhookSecret, charthop: config.charthop.webhookToken }),
    registerHooks: (url) => registerHooks(systems.ashby, config, url),
    problems() {
      const { problem } = mappingFile.current()
      return problem ? [`${problem}\nThe last mapping that could be read stays in use.`] : []
    },
    takeCalls: calls.take,
    waits: calls.waits,
    close() {
      systems.charthop.close()
      systems.ashby.close()
    },
  }
}

function flowsOf(systems: Systems, config: CharthopAshbyConfig, { now }: Parts): Flow[] {
  const { closeOnInactive, closeReasonId, adoptExisting } = config.openings
  const flows = [
    fieldsFlow(systems),
    openingsFlow(systems, { closeOnInactive, adoptExisting, ...(closeReasonId && { closeReasonId }) }),
    hiresFlow(systems, config.hires, now),
  ]
  const missing = keyFindings(config)[0]
  return flows.map((flow) => ({ ...flow, blocked: () => missing?.message })) as unknown as Flow[]
}

/** Each direction reads one side and writes the other, so without either key neither can do its work. */
function keyFindings({ charthop, ashby }: CharthopAshbyConfig): Finding[] {
  return [
    ...(charthop.token
      ? []
      : [
          {
            ok: false,
            subject: 'ChartHop token',
            message: 'charthop.token is not set; make one at ChartHop → Settings → Apps and set it in the config',
          },
        ]),
    ...(ashby.apiKey
      ? []
      : [
          {
            ok: false,
            subject: 'Ashby key',
            message: 'ashby.apiKey is not set; make one at Ashby → Admin → API keys and set it in the config',
          },
        ]),
  ]
}
