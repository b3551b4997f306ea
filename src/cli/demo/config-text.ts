import type { AppConfig } from '../../app.ts'
import { demoRecruiter } from '../../sandbox/demo-arrivals.ts'
import type { LeverTokens } from './lever.ts'
import type { ConnectionName } from './mappings.ts'
import type { Vendors } from './vendors.ts'

type Tokens = AppConfig['auth']['tokens']

export interface DemoOptions {
  /** People who may sign in, besides the demo's own. */
  readonly tokens?: Tokens
  /** A database that is there already, in place of one of the demo's own. */
  readonly databaseUrl?: string
  /** The vendors remember every call, for whoever counts them. */
  readonly keepCalls?: boolean
}

/** What stands in the config file and is known outside of it too. */
export interface Named {
  readonly mappings: Readonly<Record<ConnectionName, string>>
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly token: string
  readonly otherTokens: Tokens
  readonly chartHopHookToken: string
  /** With which Ashby's tile calls us. */
  readonly partnerKey: string
  /** Seals the keys that are pasted while the demo runs. */
  readonly encryptionKey: string
}

export interface Secrets {
  readonly ashbyHook: string
  readonly crosschqHook: string
  readonly willoHook: string
  /** As Lever shows them, one for each webhook. */
  readonly lever: LeverTokens
}

/** Keys of the sandbox, each with what its connection needs and no more. */
export const ashbyKeys = {
  headcount: { key: 'ashby-sandbox-key', permissions: 'all' },
  references: {
    key: 'ashby-references-key',
    permissions: [
      ...['jobsRead', 'jobsWrite', 'candidatesRead', 'candidatesWrite', 'hiringProcessMetadataRead'],
      ...['hiringProcessMetadataWrite', 'organizationRead', 'apiKeysRead', 'apiKeysWrite'],
    ],
  },
  interviews: {
    key: 'ashby-interviews-key',
    permissions: [
      ...['jobsRead', 'interviewsRead', 'candidatesRead', 'candidatesWrite', 'apiKeysRead', 'apiKeysWrite'],
    ],
  },
} as const

/** The sandboxes are in no hurry to refuse. */
const rate = 'rate: { perSecond: 500, inFlight: 8 }'

export function configText(vendors: Vendors, files: Named, port: number, secrets: Secrets): string {
  const { charthop, ashby, lever, smartrecruiters, crosschq, willo } = vendors
  const ashbyAs = (connection: keyof typeof ashbyKeys) =>
    `ashby: { baseUrl: "${ashby.url}", apiKey: ${ashbyKeys[connection].key}, webhookSecret: ${secrets.ashbyHook}, ${rate} }`
  const crosschqAs = (connection: keyof typeof crosschq) => {
    const { url, token } = crosschq[connection]
    return `crosschq: { baseUrl: "${url}", token: ${token}, webhook: { auth: token, secret: ${secrets.crosschqHook} }, ${rate} }`
  }
  return `server: { host: 127.0.0.1, port: ${port}, publicUrl: "http://127.0.0.1:${port}" }
database: ${JSON.stringify({ url: files.databaseUrl, dataDir: files.dataDir })}
auth: { tokens: ${JSON.stringify([{ name: 'demo', role: 'approve', token: files.token }, ...files.otherTokens])} }
encryptionKey: ${files.encryptionKey}
connections:
  - id: headcount
    connector: charthop-ashby
    mapping: ${JSON.stringify(files.mappings.headcount)}
    charthop: { baseUrl: "${charthop.url}", org: ${charthop.org.slug}, token: ${charthop.token}, webhookToken: ${files.chartHopHookToken}, ${rate} }
    ${ashbyAs('headcount')}
    openings: { adoptExisting: true }           # recruiters made seven by hand, under ChartHop's req codes

  - id: references
    connector: crosschq-ashby
    mapping: ${JSON.stringify(files.mappings.references)}
    ${crosschqAs('references')}
    ${ashbyAs('references')}
    partner: { key: ${files.partnerKey} }
    requests: { defaultRequestor: ${demoRecruiter.email} }

  - id: interviews
    connector: willo-ashby
    mapping: ${JSON.stringify(files.mappings.interviews)}
    willo: { baseUrl: "${willo.url}", apiKey: ${willo.key}, webhookToken: ${secrets.willoHook}, ${rate} }
    ${ashbyAs('interviews')}
    plan: scale

  - id: references-lever
    connector: crosschq-lever
    mapping: ${JSON.stringify(files.mappings['references-lever'])}
    ${crosschqAs('references-lever')}
    lever: { baseUrl: "${lever.url}", apiKey: ${lever.key}, performAs: ${lever.userId}, webhookTokens: ${JSON.stringify(secrets.lever)}, ${rate} }
    trigger: { stage: Reference check }

  - id: references-sr
    connector: crosschq-smartrecruiters
    mapping: ${JSON.stringify(files.mappings['references-sr'])}
    ${crosschqAs('references-sr')}
    smartrecruiters: { baseUrl: "${smartrecruiters.url}", auth: { type: apiKey, key: ${smartrecruiters.apiKey} }, ${rate} }
    trigger: { step: Crosschq }
`
}
