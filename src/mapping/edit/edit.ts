import { triggerKey } from '../trigger-schema.ts'
import type { EditOf, MappingEdit } from './edits.ts'
import { addEntries, removeEntries } from './entries.ts'
import { setMembers, setScalar } from './members.ts'
import { nodeAt } from './splice.ts'

/**
 * The text with one change made, and every other line as it was: comments, order, quotes. Only for a text without
 * problems; what comes out may have some (a title twice), which its reader names.
 */
export function editMapping(text: string, edit: MappingEdit): string {
  switch (edit.type) {
    case 'fields':
      return editFields(text, edit)
    case 'template':
      return editTemplate(text, edit)
    case 'removeTemplate':
      return removeEntries(
        text,
        ['templates'],
        indexesOf(templatesOf(text), ({ id }) => id === edit.id),
      )
    case 'triggers':
      return editTriggers(text, edit)
    case 'interview':
      return editInterview(text, edit)
  }
}

interface OpeningEntry {
  readonly from: string
  readonly to: string | { readonly title: string }
}

/** Exactly these codes, compared as ChartHop does; an entry that stays keeps its place, comments and transforms. */
function editFields(text: string, { fields }: EditOf<'fields'>): string {
  const entries = listAt<OpeningEntry>(text, ['openings'])
  const codes = new Set(fields.map(({ code }) => code.toLowerCase()))
  const known = new Set(entries.map(({ from }) => from.toLowerCase()))
  const titled = fields.reduce((so, field) => retitle(so, entries, field), text)
  const unticked = indexesOf(entries, ({ from }) => !codes.has(from.toLowerCase()))
  const added = fields.filter(({ code }) => !known.has(code.toLowerCase()))
  const entriesAdded = added.map(({ code, title = code }) => ({ from: code, to: title }))
  return removeEntries(addEntries(titled, ['openings'], entriesAdded, 'block'), ['openings'], unticked)
}

function retitle(
  text: string,
  entries: readonly OpeningEntry[],
  { code, title }: EditOf<'fields'>['fields'][number],
): string {
  const own = indexesOf(entries, ({ from }) => from.toLowerCase() === code.toLowerCase())
  const first = own[0]
  if (title === undefined || first === undefined) return text
  if (own.some((index) => titleOf(entries[index]!) === title)) return text
  const isText = typeof entries[first]!.to === 'string'
  return setScalar(text, ['openings', first, 'to', ...(isText ? [] : ['title'])], title)
}

function titleOf({ to }: OpeningEntry): string {
  return (typeof to === 'string' ? to : to.title).trim()
}

function editTemplate(text: string, { template }: EditOf<'template'>): string {
  const [known] = indexesOf(templatesOf(text), ({ id }) => id === template.id)
  const { id, name, tag, description, position, survey, references, hiringManager, message, jobFunction } = template
  const left = (written: string | undefined) => written || undefined
  const entry = {
    ...{ id, name, tag: left(tag), description: left(description), position: left(position), survey, references },
    ...{ hiringManager, message: left(message), jobFunction: left(jobFunction) },
  }
  if (known === undefined) return addEntries(text, ['templates'], [entry], 'block')
  return setMembers(text, ['templates', known], entry)
}

function editTriggers(text: string, { triggers }: EditOf<'triggers'>): string {
  return syncList(text, ['triggers'], triggers, (trigger) => `${triggerKey(trigger)} ${trigger.template}`)
}

/** An interview that nobody is invited to is taken out. */
function editInterview(text: string, { interview, triggers }: EditOf<'interview'>): string {
  const key = interviewKey(interview)
  const entries = listAt<{ readonly interview: string }>(text, ['interviews'])
  const [known] = indexesOf(entries, (entry) => interviewKey(entry.interview) === key)
  if (triggers.length === 0) return removeEntries(text, ['interviews'], known === undefined ? [] : [known])
  if (known === undefined) return addEntries(text, ['interviews'], [{ interview: key, triggers }], 'block')
  return syncList(text, ['interviews', known, 'triggers'], triggers, triggerKey)
}

function interviewKey(written: string): string {
  return written.toLowerCase().replaceAll('-', '')
}

/** Exactly these entries; one that is wanted stays as it is written. */
function syncList<T extends Readonly<Record<string, string>>>(
  text: string,
  path: readonly (string | number)[],
  wanted: readonly T[],
  keyOf: (entry: T) => string,
): string {
  const entries = listAt<T>(text, path)
  const keys = new Set(wanted.map(keyOf))
  const known = new Set(entries.map(keyOf))
  const gone = indexesOf(entries, (entry) => !keys.has(keyOf(entry)))
  const added = wanted.filter((entry) => !known.has(keyOf(entry)))
  return removeEntries(addEntries(text, path, added, 'flow'), path, gone)
}

function templatesOf(text: string): readonly { readonly id: string }[] {
  return listAt(text, ['templates'])
}

/** The form was checked when the text was read. */
function listAt<T>(text: string, path: readonly (string | number)[]): readonly T[] {
  const value: unknown = nodeAt(text, path)?.toJSON()
  return Array.isArray(value) ? value : []
}

function indexesOf<T>(entries: readonly T[], isMeant: (entry: T) => boolean): readonly number[] {
  return entries.flatMap((entry, index) => (isMeant(entry) ? [index] : []))
}
