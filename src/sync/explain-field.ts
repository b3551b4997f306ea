import type { Explanation } from './explain.ts'

/** What concerns one field, by its name on either side in whatever letters; empty where the record has none of that name. */
export function onlyField(found: readonly Explanation[], field: string): readonly Explanation[] {
  const isMeant = (name: string) => name.toLowerCase() === field.toLowerCase()
  return found.flatMap((one) => {
    const fields = one.fields.filter(({ from, to }) => isMeant(from) || isMeant(to))
    const names = new Set(fields.map(({ to }) => to))
    const history = one.history.filter((change) =>
      change.fields.some((own) => names.has(own.field) || isMeant(own.field)),
    )
    return fields.length + history.length === 0 ? [] : { ...one, fields, history }
  })
}

/** The middle of a sentence for whoever asked for a field that is not there. */
export function mappedNames(found: readonly Explanation[]): string {
  const known = [...new Set(found.flatMap(({ fields }) => fields.map(({ from }) => from)))]
  return known.length === 0 ? 'none' : known.join(', ')
}
