import type { Template } from '../../mapping/crosschq-load.ts'

/**
 * The templates whose tag stands on a job, whatever its case, in the order of the mapping: the first is meant (R7). Only the
 * job's own tags count: those of a candidate say nothing of the job (S34, S54). Pure.
 */
export function templatesFor(tags: readonly string[], templates: readonly Template[]): readonly Template[] {
  const folded = new Set(tags.map(foldTag))
  return templates.filter(({ tag }) => tag !== undefined && folded.has(foldTag(tag)))
}

function foldTag(tag: string): string {
  return tag.trim().toLowerCase()
}

/** For people: which tags stand on the job, and which would have been understood. */
export function mismatch(tags: readonly string[], templates: readonly Template[]): string {
  return `the job has ${listed(tags)}; the templates have ${listed(templates.flatMap(({ tag }) => tag ?? []))}`
}

function listed(tags: readonly string[]): string {
  if (tags.length === 0) return 'no tag'
  return tags.length === 1 ? `the tag "${tags[0]}"` : `the tags ${tags.map((tag) => `"${tag}"`).join(', ')}`
}
