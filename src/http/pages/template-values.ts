import type { Template } from './mapping-content.ts'

/** What stands in the boxes of the form, by their names. */
export type Written = Readonly<Record<string, string>>

/** Documented by the vendor, and the whole of what a request may ask for. */
export const relationships = ['managers', 'employees', 'peers', 'business', 'social'] as const

const texts = ['id', 'name', 'tag', 'description', 'position', 'survey', 'message', 'jobFunction'] as const
const person = ['firstName', 'lastName', 'email'] as const
const counts = [...relationships, 'any'] as const

export function valuesIn(form: URLSearchParams): Written {
  return Object.fromEntries([...form].map(([name, value]) => [name, value.replaceAll(/\r\n?/g, '\n')]))
}

export function writtenOf({ references, hiringManager, ...template }: Template): Written {
  const own = texts.map((name) => [name, template[name] ?? ''])
  const asked = Object.entries(references).map(([name, value]) => [`references.${name}`, String(value)])
  const manager = person.map((name) => [`hiringManager.${name}`, hiringManager?.[name] ?? ''])
  return Object.fromEntries([...own, ...asked, ...manager])
}

/** As the API takes it; a box that is empty says nothing. */
export function templateIn(written: Written): unknown {
  const said = (name: string) => written[name]?.trim() || undefined
  const named = (names: readonly string[], of = '') => {
    const members = names.map((name) => [name, said(`${of}${name}`)] as const)
    return Object.fromEntries(members.filter(([, value]) => value !== undefined))
  }
  const asked = Object.entries(named(counts, 'references.')).filter(([, count]) => count !== '0')
  const anyAs = said('references.any') && said('references.anyAs')
  const manager = named(person, 'hiringManager.')
  return {
    ...{ name: '', survey: '', ...named(texts) },
    references: { ...Object.fromEntries(asked.map(([id, count]) => [id, Number(count)])), ...(anyAs && { anyAs }) },
    ...(Object.keys(manager).length > 0 && { hiringManager: manager }),
  }
}
