import { FatalError } from '../../lib/errors.ts'
import type { Crosschq } from '../../systems/crosschq/client.ts'
import type { Survey } from '../../systems/crosschq/settings-schema.ts'
import { type Choice, type Choices, noChoices } from '../choice.ts'

/** What a template may name. For job functions Crosschq documents no call. */
export async function choices(crosschq: Pick<Crosschq, 'config' | 'surveys'>): Promise<Choices> {
  const { relationships } = await crosschq.config()
  const references = relationships.map(({ id, name, min, max }) => ({ id, title: name, min, max }))
  return { ...noChoices, references, surveys: await surveysOf(crosschq) }
}

/** Accounts of version 1 may lack the call. */
async function surveysOf(crosschq: Pick<Crosschq, 'surveys'>): Promise<readonly Choice[] | null> {
  try {
    return (await crosschq.surveys()).map(choiceOf)
  } catch (error) {
    if (error instanceof FatalError && error.facts.status === 404) return null
    throw error
  }
}

function choiceOf({ codename, name }: Survey): Choice {
  return { id: codename, title: name }
}
