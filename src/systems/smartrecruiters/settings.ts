import { z } from 'zod'
import { FatalError } from '../../lib/errors.ts'
import { isObject, looseText, textOf } from '../../lib/loose.ts'
import { id } from './application-schema.ts'
import { type Ask, factsOf, readJson, readOne } from './call.ts'
import { wholeList } from './paging.ts'

export interface Company {
  readonly identifier: string
  readonly name?: string
}

export interface JobFieldSetting {
  readonly id: string
  readonly label: string
  readonly isActive: boolean
}

/** The steps that a company put into the statuses of one of its hiring processes; a job does not say which it follows. */
export interface HiringProcess {
  readonly id: string
  readonly name: string
  readonly isActive: boolean
  readonly steps: readonly { readonly status: string; readonly name: string }[]
}

export interface SourceType {
  readonly id: string
  readonly label: string
}

/** All of them but `company` need what SmartRecruiters shows people as "Company Settings". */
export interface SettingCalls {
  /** The cheapest proof that we are let in. */
  company(): Promise<Company>
  jobFields(): Promise<readonly JobFieldSetting[]>
  hiringProcesses(): Promise<readonly HiringProcess[]>
  sourceTypes(): Promise<readonly SourceType[]>
  /** Undefined: the company has none such, or no longer. */
  source(typeId: string, id: string): Promise<{ readonly label?: string } | undefined>
}

export function settingCalls(ask: Ask): SettingCalls {
  return {
    company: () => company(ask),
    jobFields: () => wholeList(ask, { endpoint: 'GET /configuration/job-properties', row: Field }),
    hiringProcesses: () => wholeList(ask, { endpoint: 'GET /configuration/hiring-processes', row: Process }),
    sourceTypes: () => wholeList(ask, { endpoint: 'GET /configuration/sources', row: LabelledType }),
    source: (typeId, sourceId) => source(ask, typeId, sourceId),
  }
}

const CompanyBody = z.object({ identifier: z.string().min(1), name: looseText })

/** Only a plain "no" makes something inactive: the field may be left out. */
const active = z
  .unknown()
  .optional()
  .transform((value) => value !== false)

const Field = z
  .object({ id, label: z.string(), active })
  .transform(({ id, label, active }): JobFieldSetting => ({ id, label, isActive: active }))

const steps = z
  .record(z.string(), z.array(z.string()))
  .nullish()
  .transform((byStatus) =>
    Object.entries(byStatus ?? {}).flatMap(([status, names]) => names.map((name) => ({ status, name }))),
  )

const Process = z
  .object({ id, name: looseText, active, subStatuses: steps })
  .transform(({ id, name, active, subStatuses }): HiringProcess => {
    return { id, name: name ?? id, isActive: active, steps: subStatuses }
  })

const LabelledType = z
  .object({ id, label: looseText })
  .transform(({ id, label }): SourceType => ({ id, label: label ?? id }))

async function company(ask: Ask): Promise<Company> {
  const answered = await ask({ endpoint: 'GET /configuration/company', effect: 'read' })
  const read = CompanyBody.safeParse(readJson(answered))
  if (read.success) return read.data
  const message = 'SmartRecruiters does not tell which company this is; look at smartrecruiters.baseUrl'
  throw new FatalError(message, factsOf(answered))
}

async function source(ask: Ask, sourceType: string, id: string) {
  const endpoint = 'GET /configuration/sources/{sourceType}/values/{id}'
  const answered = await readOne(ask, { endpoint, ids: { sourceType, id } })
  if (answered === undefined) return undefined
  const body = readJson(answered)
  return { label: isObject(body) ? textOf(body.label) : undefined }
}
