import { countCalls } from '../../lib/count-calls.ts'
import { createMappingFile } from '../../mapping/mapping-file.ts'
import type { TriggerProblem } from '../../mapping/triggers.ts'
import { parseWilloMapping } from '../../mapping/willo-load.ts'
import { createAshby } from '../../systems/ashby/client.ts'
import { createWillo } from '../../systems/willo/client.ts'
import type { Connection, Connector, Finding, Parts } from '../connector.ts'
import type { Flow } from '../flow.ts'
import { ASHBY_KEY, type KeySlot } from '../key-slot.ts'
import { askAshby, askWillo, check, checkKeys } from './check.ts'
import { choices } from './choices.ts'
import { collectionsOf } from './collections.ts'
import { WilloAshbyConfig } from './config.ts'
import { hookEvents, readHook } from './hooks.ts'
import { invitationsFlow } from './invitations.ts'
import { jobLines } from './jobs.ts'
import { permissions, untriedPermissions } from './permissions.ts'
import { registerHooks } from './register-hooks.ts'
import { responsesFlow } from './responses.ts'
import type { Systems } from './systems.ts'

const WILLO_KEY: KeySlot = {
  name: 'willo.apiKey',
  label: 'Willo API key',
  system: 'willo',
  where: 'https://app.willotalent.com/integrations',
}

/** Whoever comes to a stage in Ashby is invited to a Willo interview; the answer comes back as a note (S67–S78). */
export const willoAshby: Connector<WilloAshbyConfig> = {
  name: 'willo-ashby',
  config: WilloAshbyConfig,
  keys: [WILLO_KEY, ASHBY_KEY],
  open,
}

function open(config: WilloAshbyConfig, parts: Parts): Connection {
  const mappingFile = createMappingFile(config.mapping, parseWilloMapping)
  const calls = countCalls(parts.onCall)
  const { sleep, timeouts, now } = parts
  const client = { onCall: calls.note, sleep, timeouts }
  const systems: Systems = {
    willo: createWillo({ ...config.willo, apiKey: () => config.willo.apiKey, ...client }),
    ashby: createAshby({ ...config.ashby, apiKey: () => config.ashby.apiKey, ...client }),
    mapping: () => mappingFile.current().mapping,
    now,
  }
  const secrets = { ashby: config.ashby.webhookSecret, willo: config.willo.webhookToken }
  const missing = keyFindings(config)
  let misplaced: readonly TriggerProblem[] = []
  return {
    id: config.id,
    connector: config.connector,
    systems: ['Willo', 'Ashby'],
    collections: collectionsOf(systems),
    flows: blockedBy(missing[0], [
      invitationsFlow(systems, config.invitations, ({ problems }) => {
        misplaced = problems
      }),
      responsesFlow(systems, config.notes),
    ] as unknown as Flow[]),
    checkKeys: () => checkKeys(systems),
    keyChecks: { [WILLO_KEY.name]: () => askWillo(systems), [ASHBY_KEY.name]: () => askAshby(systems) },
    check: async () => (missing.length > 0 ? missing : check(systems)),
    permissions: async () => (missing.length > 0 ? untriedPermissions() : permissions(systems)),
    fields: async () => [],
    choices: () => choices(systems),
    jobs: () => jobLines(systems),
    hookEvents,
    readHook: (hook) => readHook(hook, secrets),
    registerHooks: (url) => registerHooks(systems, secrets, url),
    problems() {
      const { problem } = mappingFile.current()
      return [
        ...(problem ? [`${problem}\nThe last mapping that could be read stays in use.`] : []),
        ...misplaced.map(({ at, message }) => `${at}: ${message}`),
      ]
    },
    takeCalls: calls.take,
    waits: calls.waits,
    close() {
      systems.willo.close()
      systems.ashby.close()
    },
  }
}

/** Both flows read one side and write the other, so without either key neither can do its work. */
function blockedBy(missing: Finding | undefined, flows: readonly Flow[]): readonly Flow[] {
  return flows.map((flow) => ({ ...flow, blocked: () => missing?.message }))
}

function keyFindings({ willo, ashby }: WilloAshbyConfig): Finding[] {
  const absent = [
    ['Willo key', willo.apiKey, 'willo.apiKey is not set; make one at https://app.willotalent.com/integrations'],
    ['Ashby key', ashby.apiKey, 'ashby.apiKey is not set; make one at Ashby → Admin → API keys'],
  ] as const
  return absent.flatMap(([subject, key, message]) =>
    key ? [] : [{ ok: false, subject, message: `${message} and set it in the config` }],
  )
}
