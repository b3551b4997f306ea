import { setTimeout as delay } from 'node:timers/promises'
import { ConfigError } from '../../lib/errors.ts'
import { createHttpClient, type HttpClientOptions } from '../../lib/http-client.ts'
import type { Rate, Sleep } from '../../lib/rate-limit.ts'
import type { Page } from '../../record/record.ts'
import { type ChartHopAccess, readAccess } from './access.ts'
import { readRows } from './columns.ts'
import { type Ask, allOf, canStandInPath, collect, createReading, type Reading, rowsOf } from './reading.ts'
import {
  type ChartHopChange,
  type ChartHopField,
  type ChartHopJob,
  type ChartHopPerson,
  changeSchema,
  fieldSchema,
  JOB_COLUMNS,
  jobSchema,
  PERSON_COLUMNS,
  personSchema,
} from './schema.ts'
import { createWriting, type PersonBody, type Writing } from './writing.ts'

export interface ChartHopOptions {
  readonly baseUrl: string
  /** Slug or id. */
  readonly org: string
  readonly token: () => string
  readonly rate?: Rate
  readonly onCall?: HttpClientOptions['onCall']
  readonly personBody?: PersonBody
  /** For tests: how to wait. */
  readonly sleep?: Sleep
  readonly timeouts?: HttpClientOptions['timeouts']
}

export interface ChartHop extends Writing {
  /** Open jobs. `codes`: the custom fields to read. */
  jobs(codes: readonly string[]): AsyncIterable<Page<ChartHopJob>>
  /** A job in any state. */
  job(id: string, codes: readonly string[]): Promise<ChartHopJob | undefined>
  customFields(): AsyncIterable<Page<ChartHopField>>
  builtInFields(): Promise<readonly ChartHopField[]>
  /** Everybody, former and never placed ones too. */
  people(): AsyncIterable<Page<ChartHopPerson>>
  person(id: string, codes: readonly string[]): Promise<ChartHopPerson | undefined>
  /** Hires and moves of a job on the primary timeline, those ahead too. */
  placements(jobId: string): Promise<readonly ChartHopChange[]>
  whoAmI(): Promise<ChartHopAccess>
  close(): void
}

export function createChartHop(options: ChartHopOptions): ChartHop {
  const { org, personBody = 'dotted', sleep = (ms: number) => delay(ms) } = options
  if (!canStandInPath(org)) throw new ConfigError('charthop.org must be the slug or id of an organisation')
  const http = createHttpClient({
    system: 'charthop',
    baseUrl: options.baseUrl,
    headers: () => ({ authorization: `Bearer ${options.token()}` }),
    rate: options.rate,
    onCall: options.onCall,
    timeouts: options.timeouts,
    sleep: options.sleep,
    requestIdHeader: 'x-request-id',
  })
  const reading = createReading(http, sleep)
  return { ...reads(reading, org), ...createWriting(http, org, personBody), close: http.close }
}

function reads(reading: Reading, org: string): Omit<ChartHop, keyof Writing | 'close'> {
  return {
    jobs: (codes) => reading.pages(openJobs(org, codes), jobSchema(codes, true)),
    job: (id, codes) => reading.one(oneOf(org, 'job', id, [...JOB_COLUMNS, ...codes]), id, jobSchema(codes, false)),
    customFields: () => reading.pages({ path: `/v1/org/${org}/field`, template: FIELDS }, fieldSchema(false)),
    builtInFields: () => builtInFields(reading, org),
    people: () => reading.pages(everybody(org), personSchema([])),
    person: (id, codes) =>
      reading.one(oneOf(org, 'person', id, [...PERSON_COLUMNS, ...codes]), id, personSchema(codes)),
    placements: (jobId) => placements(reading, org, jobId),
    whoAmI: () => readAccess(reading, org),
  }
}

const FIELDS = '/v1/org/{orgId}/field'

/** Comes in one piece, without a cursor. */
async function builtInFields(reading: Reading, org: string): Promise<readonly ChartHopField[]> {
  const ask = { path: `/v1/org/${org}/field/built-in`, template: `${FIELDS}/built-in` }
  const rows = rowsOf(await reading.body(ask, 'list'), ask)
  return allOf(readRows(rows, fieldSchema(true)), 'built-in fields')
}

/** The recruiting status is judged here and not in `q`: that filter is not documented. */
function openJobs(org: string, codes: readonly string[]): Ask {
  const fields = [...JOB_COLUMNS, ...codes].join(',')
  return { path: `/v2/org/${org}/job`, template: '/v2/org/{orgId}/job', query: { q: 'is:open', fields } }
}

/** `includeAll`: without it a person who was created and not yet hired is invisible. */
function everybody(org: string): Ask {
  const query = { includeAll: true, fields: PERSON_COLUMNS.join(',') }
  return { path: `/v2/org/${org}/person`, template: '/v2/org/{orgId}/person', query }
}

function oneOf(org: string, kind: 'job' | 'person', id: string, fields: readonly string[]): Ask {
  const template = `/v2/org/{orgId}/${kind}/{${kind}Id}`
  return { path: `/v2/org/${org}/${kind}/${id}`, template, query: { fields: fields.join(',') } }
}

async function placements(reading: Reading, org: string, jobId: string): Promise<readonly ChartHopChange[]> {
  const ask = { path: `/v1/org/${org}/change`, template: '/v1/org/{orgId}/change', query: { jobId } }
  const changes = await collect(reading.pages(ask, changeSchema), 'changes of a job')
  return changes.filter(({ type, scenarioId }) => (type === 'HIRE' || type === 'MOVE') && scenarioId === undefined)
}
