import type { Call } from '../../lib/http-client.ts'
import { createMappingFile } from '../../mapping/mapping-file.ts'
import { createAshby } from '../../systems/ashby/client.ts'
import { createChartHop } from '../../systems/charthop/client.ts'
import type { Connection, Connector, Finding, Flow, Parts } from '../connector.ts'
import { check } from './check.ts'
import { collectionsOf, type Systems } from './collections.ts'
import { CharthopAshbyConfig } from './config.ts'
import { fieldLines } from './field-lines.ts'
import { fieldsFlow } from './fields.ts'
import { hiresFlow } from './hires.ts'
import { readHook } from './hooks.ts'
import { openingsFlow } from './openings.ts'
import { registerHooks } from './register-hooks.ts'

/** ChartHop plans the headcount, Ashby hires for it: jobs become openings, hires become persons (S79–S93). */
export const charthopAshby: Connector<CharthopAshbyConfig> = {
  name: 'charthop-ashby',
  config: CharthopAshbyConfig,
  open,
}

function open(config: CharthopAshbyConfig, parts: Parts): Connection {
  const mappingFile = createMappingFile(config.mapping)
  const calls = countCalls(parts)
  const { sleep, timeouts } = parts
  const client = { onCall: calls.note, sleep, timeouts }
  const systems: Systems = {
    charthop: createChartHop({ ...config.charthop, token: () => config.charthop.token, ...client }),
    ashby: createAshby({ ...config.ashby, apiKey: () => config.ashby.apiKey, ...client }),
    mapping: () => mappingFile.current().mapping,
  }
  return {
    id: config.id,
    connector: config.connector,
    collections: collectionsOf(systems),
    flows: flowsOf(systems, config, parts),
    check: async () => [...keyFindings(config), ...(await (keyFindings(config).length === 0 ? check(systems) : []))],
    fields: () => fieldLines(systems),
    readHook: (hook) => readHook(hook, { ashby: config.ashby.webhookSecret, charthop: config.charthop.webhookToken }),
    registerHooks: (url) => registerHooks(systems.ashby, config, url),
    problems() {
      const { problem } = mappingFile.current()
      return problem ? [`${problem}\nThe last mapping that could be read stays in use.`] : []
    },
    takeCalls: calls.take,
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

function countCalls({ onCall }: Parts) {
  let counts: Record<string, number> = {}
  return {
    note(call: Call) {
      const name = `${call.method} ${call.template}`
      counts[name] = (counts[name] ?? 0) + 1
      onCall(call)
    },
    take() {
      const taken = counts
      counts = {}
      return taken
    },
  }
}
