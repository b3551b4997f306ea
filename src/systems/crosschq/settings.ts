import type { z } from 'zod'
import { FatalError } from '../../lib/errors.ts'
import type { HttpClient } from '../../lib/http-client.ts'
import { type Answered, type Ask, call, factsOf, isSuccess, readJson } from './answers.ts'
import { askAt, type CrosschqPaths } from './paths.ts'
import { Config, type CrosschqConfig, type Survey, Surveys } from './settings-schema.ts'

export interface SettingCalls {
  config(): Promise<CrosschqConfig>
  /** Those that are switched on. */
  surveys(): Promise<readonly Survey[]>
}

export function settingCalls(http: HttpClient, paths: CrosschqPaths): SettingCalls {
  const get = (ask: Ask) => call(http, { ...ask, method: 'GET', effect: 'read' })

  async function surveys(): Promise<readonly Survey[]> {
    const answered = await get(askAt(paths.surveys))
    const isThere = isSuccess(answered.answer) || answered.answer.status !== 404
    return read(isThere ? answered : await get(askAt(paths.surveysBefore)), Surveys, 'surveys')
  }

  return {
    config: async () => read(await get(askAt(paths.config)), Config, 'configuration'),
    surveys,
  }
}

/** Settings are few and all of them count: one that cannot be read refuses the whole. */
function read<T>(answered: Answered, schema: z.ZodType<T>, what: string): T {
  const result = schema.safeParse(readJson(answered))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const where = issue?.path.map((part) => (typeof part === 'number' ? part : String(part))).join('.') || 'the whole'
  const message = `Crosschq's ${what} cannot be read: ${where}: ${issue?.message}`
  throw new FatalError(message, factsOf(answered.request, answered.answer))
}
