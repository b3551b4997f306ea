import { countCalls } from '../../../lib/count-calls.ts'
import { parseCrosschqMapping } from '../../../mapping/crosschq-load.ts'
import { createMappingFile } from '../../../mapping/mapping-file.ts'
import { createAshby } from '../../../systems/ashby/client.ts'
import { createCrosschq } from '../../../systems/crosschq/client.ts'
import type { Connection, Connector, Finding, Parts } from '../../connector.ts'
import type { Flow } from '../../flow.ts'
import { ASHBY_KEY } from '../../key-slot.ts'
import { askCrosschq } from '../check.ts'
import { choices } from '../choices.ts'
import { completionMailFlow } from '../completion-mail.ts'
import { createMemory } from '../memory.ts'
import { outcomesFlow } from '../outcomes.ts'
import { CROSSCHQ_KEY, crosschqKeyFindings, mappingProblems } from '../problems.ts'
import { type Family, requestsFlow } from '../requests.ts'
import { resultsFlow } from '../results.ts'
import { askAshby, check } from './check.ts'
import { collectionsOf, type Systems } from './collections.ts'
import { CrosschqAshbyConfig } from './config.ts'
import { hookEvents, readHook } from './hooks.ts'
import { ashbyHost } from './host.ts'
import { jobLines } from './jobs.ts'
import { createPartner } from './partner.ts'
import { permissions, untriedPermissions } from './permissions.ts'
import { registerHooks } from './register-hooks.ts'

/** Ashby asks for references, Crosschq gets them, and both know of each other how it goes (S1–S22). */
export const crosschqAshby: Connector<CrosschqAshbyConfig> = {
  name: 'crosschq-ashby',
  config: CrosschqAshbyConfig,
  keys: [CROSSCHQ_KEY, ASHBY_KEY],
  open,
}

function open(config: CrosschqAshbyConfig, parts: Parts): Connection {
  const mappingFile = createMappingFile(config.mapping, parseCrosschqMapping)
  const calls = countCalls(parts.onCall)
  const { sleep, timeouts, now } = parts
  const client = { onCall: calls.note, sleep, timeouts }
  const systems: Systems = {
    crosschq: createCrosschq({ ...config.crosschq, token: () => config.crosschq.token, ...client }),
    ashby: createAshby({ ...config.ashby, apiKey: () => config.ashby.apiKey, ...client }),
    mapping: () => mappingFile.current().mapping,
    now,
  }
  const { mapping, crosschq, ashby } = systems
  const [rules, memory] = [config.requests, createMemory()]
  return {
    id: config.id,
    connector: config.connector,
    systems: ['Crosschq', 'Ashby'],
    collections: collectionsOf(systems),
    flows: flowsOf({ crosschq, host: ashbyHost(systems, config), rules, memory, mapping }, config, parts),
    checkKeys: () => checkKeys(systems),
    keyChecks: { [CROSSCHQ_KEY.name]: () => askCrosschq(crosschq), [ASHBY_KEY.name]: () => askAshby(systems, config) },
    check: async () => {
      const missing = keyFindings(config)
      return missing.length > 0 ? missing : check(systems, config)
    },
    permissions: async () => {
      const isWhole = keyFindings(config).length === 0
      return isWhole ? permissions(systems, config) : untriedPermissions(systems, config)
    },
    fields: async () => [],
    choices: () => choices(crosschq),
    jobs: () => jobLines(systems),
    partner: createPartner({ systems, rules, memory }, config.partner.key),
    hookEvents,
    readHook: (hook) => readHook(hook, { ashby: config.ashby.webhookSecret, crosschq: config.crosschq.webhook }),
    registerHooks: (url) => registerHooks(ashby, config, url),
    problems: () => mappingProblems(mappingFile.current().problem),
    takeCalls: calls.take,
    waits: calls.waits,
    close() {
      crosschq.close()
      ashby.close()
    },
  }
}

function flowsOf(family: Family, config: CrosschqAshbyConfig, parts: Parts): Flow[] {
  const mail = completionMailFlow(family, parts)
  const flows = [requestsFlow(family), resultsFlow(family), outcomesFlow(family), mail]
  const missing = keyFindings(config)[0]
  return flows.map((flow) => ({ ...flow, blocked: () => missing?.message })) as unknown as Flow[]
}

/** Both in turn, so that each is told by its name. Without applications nothing at all could be done. */
async function checkKeys({ crosschq, ashby }: Systems): Promise<void> {
  await crosschq.config()
  for await (const _page of ashby.applications()) break
}

function keyFindings({ crosschq, ashby }: CrosschqAshbyConfig): Finding[] {
  const key = {
    ok: false,
    subject: 'Ashby key',
    message: 'ashby.apiKey is not set; make one at Ashby → Admin → API keys and set it in the config',
  }
  return [...crosschqKeyFindings(crosschq), ...(ashby.apiKey ? [] : [key])]
}
