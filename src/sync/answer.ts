import type { Connection } from '../connectors/connector.ts'
import type { Knex } from '../store/database.ts'
import { type Prompt, takeAnswer } from '../store/prompts.ts'
import { requestRun } from '../store/runs.ts'
import { keepOwn } from './page.ts'

export interface Given {
  readonly answer: 'hired' | 'not_hired'
  readonly now: Date
}

/**
 * The answer to a prompt, the row that flows act on, and the run that is to look at it, in one commit: a link that is used
 * up has an effect for sure. False when somebody was first, or it is too late.
 */
export async function answerPrompt(
  db: Knex,
  connection: Connection,
  { id, record, facts }: Prompt,
  { answer, now }: Given,
): Promise<boolean> {
  if (!connection.answers) throw new Error(`connector ${connection.connector} takes no answers`)
  const { collection, row, records } = connection.answers({ record, facts, answer, at: now })
  return db.transaction(async (trx) => {
    if (!(await takeAnswer(trx, { id, answer, now }))) return false
    await keepOwn(trx, connection, collection, row)
    await requestRun(trx, { connection: connection.id, trigger: 'request', records })
    return true
  })
}
