import { countCalls } from '../../../lib/count-calls.ts'
import { parseCrosschqMapping } from '../../../mapping/crosschq-load.ts'
import { createMappingFile } from '../../../mapping/mapping-file.ts'
import type { Connection, Connector, Finding, Parts } from '../../connector.ts'
import type { Flow } from '../../flow.ts'
import type { KeySlot } from '../../key-slot.ts'
import { askCrosschq } from '../check.ts'
import { choices } from '../choices.ts'
import { completionMailFlow } from '../completion-mail.ts'
import { exportFlows } from '../export.ts'
import { exportFindings } from '../export-check.ts'
import { createMemory } from '../memory.ts'
import { outcomesFlow } from '../outcomes.ts'
import { CROSSCHQ_KEY, crosschqKeyFindings, mappingProblems } from '../problems.ts'
import { type Family, requestsFlow } from '../requests.ts'
import { resultsFlow } from '../results.ts'
import { askSmartRecruiters, check } from './check.ts'
import { collectionsOf } from './collections.ts'
import { CrosschqSmartRecruitersConfig } from './config.ts'
import { createHookKeys } from './hook-keys.ts'
import { hookEvents, readHook } from './hooks.ts'
import { smartRecruitersHost } from './host.ts'
import { jobLines } from './jobs.ts'
import { permissions, untriedPermissions } from './permissions.ts'
import { registerHooks } from './register-hooks.ts'
import { openSystems, type Systems } from './systems.ts'

/** With `auth.type: apiKey` only: the other two ways are not one word. */
const SMARTRECRUITERS_KEY: KeySlot = {
  name: 'smartrecruiters.auth.key',
  label: 'SmartRecruiters API key',
  system: 'smartrecruiters',
  where: 'SmartRecruiters → Settings → API credentials',
}

/** Who comes to a step in SmartRecruiters is asked for references in Crosschq, and both know of each other how it ends (S23–S46). */
export const crosschqSmartRecruiters: Connector<CrosschqSmartRecruitersConfig> = {
  name: 'crosschq-smartrecruiters',
  config: CrosschqSmartRecruitersConfig,
  keys: [CROSSCHQ_KEY, SMARTRECRUITERS_KEY],
  open,
}

function open(config: CrosschqSmartRecruitersConfig, parts: Parts): Connection {
  const mappingFile = createMappingFile(config.mapping, parseCrosschqMapping)
  const calls = countCalls(parts.onCall)
  const systems = openSystems(config, { ...parts, onCall: calls.note }, () => mappingFile.current().mapping)
  const { crosschq, smartRecruiters, access, setup, mapping, now } = systems
  const family: Family = {
    ...{ crosschq, mapping, rules: config.requests, memory: createMemory() },
    host: smartRecruitersHost(systems, config),
  }
  const configured = config.smartrecruiters.webhookSecret
  const keys = createHookKeys({ smartRecruiters, connection: config.id, configured, now })
  const missing = [...crosschqKeyFindings(config.crosschq), ...access.missing]
  return {
    id: config.id,
    connector: config.connector,
    systems: ['Crosschq', 'SmartRecruiters'],
    collections: collectionsOf(systems, config),
    flows: flowsOf(family, missing, [completionMailFlow(family, parts), ...exportFlows(family, config.export, now)]),
    checkKeys: () => checkKeys(systems),
    keyChecks: {
      [CROSSCHQ_KEY.name]: () => askCrosschq(crosschq),
      [SMARTRECRUITERS_KEY.name]: () => askSmartRecruiters(smartRecruiters),
    },
    check: async () => {
      if (missing.length > 0) return missing
      const { prospects: port } = family.host
      return [...(await check(systems, config)), ...(await exportFindings({ crosschq, port, rules: config.export }))]
    },
    permissions: async () => (missing.length > 0 ? untriedPermissions() : permissions(systems)),
    fields: async () => [],
    choices: () => choices(crosschq),
    jobs: () => jobLines(systems, config),
    hookEvents,
    readHook: (hook) => readHook(hook, { keys, crosschq: config.crosschq.webhook, now }),
    registerHooks: (url) => registerHooks(smartRecruiters, config.crosschq.webhook, url),
    ...(access.grant && { grant: access.grant }),
    problems: () => [...mappingProblems(mappingFile.current().problem), ...setup.problems()],
    takeCalls: calls.take,
    waits: calls.waits,
    close() {
      crosschq.close()
      smartRecruiters.close()
      access.close()
    },
  }
}

function flowsOf(family: Family, [first]: readonly Finding[], others: readonly Flow[]): Flow[] {
  const flows = [requestsFlow(family), resultsFlow(family), outcomesFlow(family), ...others]
  return flows.map((flow) => ({ ...flow, blocked: () => first?.message })) as unknown as Flow[]
}

/** Both in turn, so that each is told by its name. */
async function checkKeys({ crosschq, smartRecruiters }: Systems): Promise<void> {
  await crosschq.config()
  await smartRecruiters.company()
}
