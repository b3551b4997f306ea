import { type Choices, noChoices } from '../choice.ts'
import type { Systems } from './systems.ts'

/** The interviews of now, not of the mirror: one may have been made a minute ago (S73). */
export async function choices({ willo }: Pick<Systems, 'willo'>): Promise<Choices> {
  const interviews: { id: string; title: string }[] = []
  for await (const { rows } of willo.interviews()) {
    for (const { key, title } of rows) interviews.push({ id: key, title })
  }
  return { ...noChoices, interviews }
}
