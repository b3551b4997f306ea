import { setInterval } from 'node:timers'
import type { Finding, Parts } from '../connectors/connector.ts'
import type { DraftVerdict, MappingDesk, MappingNow, SaveVerdict, WantedDraft } from '../http/mapping-desk.ts'
import type { Json } from '../lib/json.ts'
import { ReadOnlyError, replaceFile } from '../lib/replace-file.ts'
import { kindOf, problemsOf } from '../mapping/kinds.ts'
import type { Knex } from '../store/database.ts'
import { alone } from '../store/locks.ts'
import {
  addDraft,
  closeDraft,
  type DraftFound,
  loadDraft,
  noteDraft,
  type StoredDraft,
  touchDraft,
} from '../store/mapping-drafts.ts'
import { addVersion, loadVersion, newestVersion } from '../store/mapping-versions.ts'
import type { Engine, Tally } from '../sync/engine.ts'
import type { ConnectionConfig } from './config.ts'
import type { Connections } from './connections.ts'
import { type MappingPreview, previewMapping } from './mapping-preview.ts'
import { digestOf, type Edited, edited, mappingNow, noteOf, usable } from './mapping-text.ts'
import { createTurns, type Turns } from './turns.ts'

export interface MappingDeskOptions {
  readonly engine: Engine
  readonly blocks: readonly ConnectionConfig[]
  readonly connections: Connections
  partsOf(block: ConnectionConfig): Parts
}

export interface OpenMappingDesk extends MappingDesk {
  /** What a connection would do with this text as its mapping. Nothing of it is kept but the dry run. */
  preview(connection: string, text: string, signal: AbortSignal): Promise<MappingPreview>
  /** Previews that go on are stopped. */
  close(): Promise<void>
}

/** Each holds a connection of the database, of which runs need some too. */
const PREVIEWS_AT_ONCE = 2
const TOUCH_EVERY_MS = 15_000
const INTERRUPTED = 'interrupted; preview again'
/** What a mapping can be wrong about at the vendors; anything else is for whoever keeps the keys. */
const OF_MAPPING = /^(mapping|template|trigger)( |$)/

export function createMappingDesk(options: MappingDeskOptions): OpenMappingDesk {
  const { engine, blocks } = options
  const { db } = engine
  const stopping = new AbortController()
  const turns = createTurns(PREVIEWS_AT_ONCE)
  const going = new Set<Promise<void>>()
  const blockOf = (id: string) => blocks.find((block) => block.id === id) ?? unknown(id)

  const preview: OpenMappingDesk['preview'] = (id, text, signal) => previewOf(options, id, { text, signal })
  const start = (draft: StoredDraft) => {
    const work = lookAt(options, draft, { turns, signal: stopping.signal }).finally(() => going.delete(work))
    going.add(work)
  }
  const keep = async (wanted: Kept): Promise<DraftVerdict> => {
    const { now, base, to, ...draft } = wanted
    if (now.readOnly !== undefined) return { type: 'readOnly', why: now.readOnly }
    if (base !== now.digest) return { type: 'moved' }
    if ('problems' in to) return { type: 'invalid', problems: to.problems }
    const stored = await addDraft(db, { ...draft, base, text: to.text })
    start(stored)
    return { type: 'made', draft: stored }
  }

  return {
    read: (id) => mappingNow(blockOf(id)),
    check: (id, text) => problemsOf(kindOf(blockOf(id).connector), text),
    async draft(wanted) {
      const { connection, base, by } = wanted
      const now = await mappingNow(blockOf(connection))
      const note = 'edit' in wanted ? noteOf(wanted.edit) : 'text'
      return keep({ connection, base, by, note, now, to: textOf(now, wanted) })
    },
    async restore({ connection, version, by }) {
      const found = await loadVersion(db, connection, version)
      if (!found) return undefined
      const now = await mappingNow(blockOf(connection))
      const note = `back to the version of ${found.at}`
      return keep({ connection, base: now.digest, by, note, now, to: usable(now.kind, found.text) })
    },
    save: (wanted) => save(db, blockOf(wanted.connection), wanted),
    preview,
    async close() {
      stopping.abort()
      await Promise.all(going)
    },
  }
}

interface Kept {
  readonly connection: string
  readonly base: string
  readonly by: string
  readonly note: string
  readonly now: MappingNow
  readonly to: Edited
}

function unknown(id: string): never {
  throw new Error(`no connection has the id ${id}`)
}

function textOf(now: MappingNow, wanted: WantedDraft): Edited {
  if ('edit' in wanted) return edited(now, wanted.edit)
  // A file's own mark is kept by whoever writes the file.
  return usable(now.kind, wanted.text.replace(/^\uFEFF/, ''))
}

type Looks = Pick<Parameters<typeof previewMapping>[0], 'text' | 'signal' | 'onFindings' | 'onRun'>

async function previewOf({ engine, connections, partsOf }: MappingDeskOptions, id: string, looks: Looks) {
  await connections.refresh()
  const block = connections.usedOf(id)
  const { limits } = connections.current.get(id)!
  return previewMapping({ engine, block, limits, parts: partsOf(block), ...looks })
}

/** Never throws: what came of it stands in the draft. */
async function lookAt(
  options: MappingDeskOptions,
  draft: StoredDraft,
  { turns, signal }: { readonly turns: Turns; readonly signal: AbortSignal },
): Promise<void> {
  const { db, logger } = options.engine
  const { id, connection, text } = draft
  const beat = setInterval(() => touchDraft(db, id).catch(() => {}), TOUCH_EVERY_MS)
  try {
    const looks: Looks = {
      ...{ text, signal },
      onFindings: (findings) => noteDraft(db, id, { findings: findings as unknown as Json }),
      onRun: (run) => noteDraft(db, id, { run }),
    }
    const found = await turns.take(async () => (signal.aborted ? undefined : previewOf(options, connection, looks)))
    const isWhole = found !== undefined && !signal.aborted
    await noteDraft(db, id, isWhole ? verdictOn(found) : { state: 'failed', problem: INTERRUPTED })
  } catch (error) {
    logger.warn({ connection, draft: id, error }, 'a draft could not be previewed')
    const problem = 'the preview could not be made; the log says why'
    await noteDraft(db, id, { state: 'failed', problem }).catch(() => {})
  } finally {
    clearInterval(beat)
  }
}

function verdictOn({ findings, previewed }: MappingPreview): DraftFound {
  if (previewed.type === 'busy') {
    return { state: 'failed', problem: 'a run of this connection goes on for longer than 60 s; preview again later' }
  }
  const { end } = previewed
  if (end.state === 'failed') return { state: 'failed', problem: end.problem ?? 'no plan could be made' }
  const wrong = findings.filter(isOfMapping).map(({ message }) => message)
  if (wrong.length > 0) return { state: 'failed', problem: wrong.join('\n') }
  const without = Object.entries(end.flows as unknown as Readonly<Record<string, Tally>>)
    .filter(([, { state }]) => state !== 'done')
    .map(([flow, { problem }]) => `${flow}: ${problem}`)
  return { state: 'ready', ...(without.length > 0 && { problem: without.join('\n') }) }
}

/** Wrong with the mapping itself, which keeps it from being saved. */
export function isOfMapping({ ok, subject }: Finding): boolean {
  return !ok && OF_MAPPING.test(subject)
}

/** One at a time for this file, in all processes; whoever comes second finds another text than they saw. */
async function save(
  db: Knex,
  block: ConnectionConfig,
  { connection, draft: id, by }: Parameters<MappingDesk['save']>[0],
): Promise<SaveVerdict> {
  try {
    return await alone(db, `mapping-file/${block.mapping}`, async (trx): Promise<SaveVerdict> => {
      const draft = await loadDraft(trx, connection, id)
      if (!draft) return { type: 'unknown' }
      if (draft.state !== 'ready') return { type: 'notReady', state: draft.state }
      const now = await mappingNow(block)
      if (now.digest !== draft.base) {
        await closeDraft(trx, id, 'stale')
        return { type: 'moved' }
      }
      // Somebody may have discarded it since it was looked at.
      if (!(await closeDraft(trx, id, 'saved'))) return { type: 'notReady', state: 'discarded' }
      return { type: 'saved', version: await write(trx, block.mapping, { draft, now, by }) }
    })
  } catch (error) {
    if (error instanceof ReadOnlyError) return { type: 'readOnly', why: error.message }
    throw error
  }
}

interface Writing {
  readonly draft: StoredDraft
  readonly now: MappingNow
  readonly by: string
}

/** The file last: where it cannot be written, nothing of it was. */
async function write(trx: Knex, path: string, { draft: { connection, text, note }, now, by }: Writing) {
  const newest = await newestVersion(trx, connection)
  if (newest?.digest !== now.digest) {
    const note = newest ? 'changed in the file' : 'before the first change here'
    await addVersion(trx, { connection, text: now.text, digest: now.digest, note, by: 'file' })
  }
  const version = await addVersion(trx, { connection, text, digest: digestOf(text), ...(note && { note }), by })
  await replaceFile(path, text)
  return version
}
