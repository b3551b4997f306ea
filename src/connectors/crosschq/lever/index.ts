import { countCalls } from '../../../lib/count-calls.ts'
import { parseCrosschqMapping } from '../../../mapping/crosschq-load.ts'
import { createMappingFile } from '../../../mapping/mapping-file.ts'
import type { Connection, Connector, Finding, Parts } from '../../connector.ts'
import type { Flow } from '../../flow.ts'
import type { KeySlot } from '../../key-slot.ts'
import { keepAnswer } from '../answer-row.ts'
import { askCrosschq } from '../check.ts'
import { choices } from '../choices.ts'
import { completionMailFlow } from '../completion-mail.ts'
import { exportFlows } from '../export.ts'
import { exportFindings } from '../export-check.ts'
import { hiringFlows, promptFindings } from '../hiring-flows.ts'
import { createMemory } from '../memory.ts'
import { outcomesFlow } from '../outcomes.ts'
import { CROSSCHQ_KEY, crosschqKeyFindings, mappingProblems } from '../problems.ts'
import { type Family, requestsFlow } from '../requests.ts'
import { resultsFlow } from '../results.ts'
import { askLever, check } from './check.ts'
import { collectionsOf } from './collections.ts'
import { CrosschqLeverConfig } from './config.ts'
import { hookEvents, readHook } from './hooks.ts'
import { leverHost } from './host.ts'
import { jobLines } from './jobs.ts'
import { permissions, untriedPermissions } from './permissions.ts'
import { registerHooks } from './register-hooks.ts'
import { openSystems, type Systems } from './systems.ts'

const LEVER_KEY: KeySlot = {
  name: 'lever.apiKey',
  label: 'Lever API token',
  system: 'lever',
  where: 'Lever → Settings → Integrations and API → API Credentials',
}

/** Who comes to a stage in Lever is asked for references in Crosschq, and both know of each other how it ends (S47–S63). */
export const crosschqLever: Connector<CrosschqLeverConfig> = {
  name: 'crosschq-lever',
  config: CrosschqLeverConfig,
  keys: [CROSSCHQ_KEY, LEVER_KEY],
  open,
}

function open(config: CrosschqLeverConfig, parts: Parts): Connection {
  const mappingFile = createMappingFile(config.mapping, parseCrosschqMapping)
  const calls = countCalls(parts.onCall)
  const systems = openSystems(config, { ...parts, onCall: calls.note }, () => mappingFile.current().mapping)
  const { crosschq, lever, mapping } = systems
  const family: Family = {
    ...{ crosschq, mapping, rules: config.requests, memory: createMemory() },
    host: leverHost(systems, config),
  }
  return {
    id: config.id,
    connector: config.connector,
    systems: ['Crosschq', 'Lever'],
    collections: collectionsOf(systems),
    flows: flowsOf(family, config, parts),
    checkKeys: () => checkKeys(systems),
    keyChecks: { [CROSSCHQ_KEY.name]: () => askCrosschq(crosschq), [LEVER_KEY.name]: () => askLever(lever) },
    check: async () => {
      const missing = keyFindings(config)
      return missing.length > 0
        ? missing
        : [
            ...(await check(systems, config)),
            ...promptFindings(promptParts(config, parts)),
            ...(await exportFindings({ crosschq, port: family.host.prospects, rules: config.export })),
          ]
    },
    permissions: async () => (keyFindings(config).length === 0 ? permissions(systems, config) : untriedPermissions()),
    fields: async () => [],
    choices: () => choices(crosschq),
    jobs: () => jobLines(systems, config.trigger.stage),
    hookEvents,
    readHook: (hook) => readHook(hook, { lever: config.lever.webhookTokens, crosschq: config.crosschq.webhook }),
    registerHooks: async (url) => registerHooks(config, url),
    problems: () => mappingProblems(mappingFile.current().problem),
    answers: keepAnswer,
    takeCalls: calls.take,
    waits: calls.waits,
    close() {
      crosschq.close()
      lever.close()
    },
  }
}

function flowsOf(family: Family, config: CrosschqLeverConfig, parts: Parts): Flow[] {
  const mail = completionMailFlow(family, parts)
  const hiring = hiringFlows(family, promptParts(config, parts))
  const prospects = exportFlows(family, config.export, parts.now)
  const flows = [requestsFlow(family), resultsFlow(family), ...hiring, outcomesFlow(family), mail, ...prospects]
  const missing = keyFindings(config)[0]
  return flows.map((flow) => ({ ...flow, blocked: () => missing?.message })) as unknown as Flow[]
}

function promptParts({ prompt }: CrosschqLeverConfig, { notifications, now }: Parts) {
  return { rules: prompt, notifications, now }
}

/** Both in turn, so that each is told by its name. */
async function checkKeys({ crosschq, lever }: Systems): Promise<void> {
  await crosschq.config()
  await lever.checkKey()
}

function keyFindings({ crosschq, lever }: CrosschqLeverConfig): Finding[] {
  const message =
    'lever.apiKey is not set; a Super Admin makes one at Lever → Settings → Integrations and API → API Credentials'
  const key = { ok: false, subject: 'Lever key', message }
  return [...crosschqKeyFindings(crosschq), ...(lever.apiKey ? [] : [key])]
}
