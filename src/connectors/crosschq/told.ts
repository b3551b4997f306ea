import type { HiringStatus } from '../../systems/crosschq/schema.ts'
import type { Mirror, Written } from '../mirror.ts'
import { ANSWERS, type AnswerRow } from './answer-row.ts'
import { lastTold } from './hiring.ts'
import { OUTCOMES } from './outcome-plan.ts'

/** What we told Crosschq last of a request. */
export async function toldOf(
  mirror: Mirror,
  { id, application }: { readonly id: string; readonly application: string },
): Promise<HiringStatus | undefined> {
  return lastTold(id, [...(await mirror.written(OUTCOMES, application)), ...(await mirror.written(ANSWERS, id))])
}

/** All that was told of an application's requests. */
export async function toldAll(
  mirror: Mirror,
  application: string,
  answers: readonly AnswerRow[],
): Promise<readonly Written[]> {
  const written = [await mirror.written(OUTCOMES, application)]
  for (const { id } of answers) written.push(await mirror.written(ANSWERS, id))
  return written.flat()
}
