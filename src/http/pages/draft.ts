import type { z } from 'zod'
import type { ListPage } from '../api/ids.ts'
import type { Version } from '../api/mapping-version.ts'
import type { VersionInFull } from '../api/mapping-versions.ts'
import { RequestRefusedError } from '../problem.ts'
import type { Console, Visit } from './console.ts'
import { type Draft, draftFound } from './draft-found.ts'
import { pressButton } from './forms.ts'
import { type Html, html } from './html.ts'
import { apiPathOf, hiddenNote, type Mapping, mappingOf, mappingPage, pathOf, preview, whyLocked } from './mapping.ts'
import type { Page } from './page.ts'
import { badge, facts, moment } from './parts.ts'
import { textDiff } from './text-parts.ts'
import { valuesOf } from './values.ts'

/** What a change of the mapping would do, before it is saved. */
export function registerDraft({ page, action }: Console): void {
  page('/connections/:id/drafts/:draft', (visit) => show(visit))

  action('/connections/:id/drafts/:draft/save', async (visit) => {
    try {
      const { runId } = await visit.api.send<Saved>('POST', apiPathOf(visit, `${apiDraft(visit)}/save`), {})
      return { to: pathOf(visit, 'versions'), said: `Saved. ${runId ? asked : off}` }
    } catch (error) {
      if (!(error instanceof RequestRefusedError) || error.refusal.status !== 409) throw error
      return show(visit, error)
    }
  })

  action('/connections/:id/drafts/:draft/discard', async (visit) => {
    const { kind } = await mappingOf(visit)
    await visit.api.send('POST', apiPathOf(visit, `${apiDraft(visit)}/discard`), {})
    return { to: pathOf(visit, kind), said: 'Discarded. The mapping stays as it is.' }
  })

  action('/connections/:id/drafts/:draft/again', async (visit) => {
    // The text itself, which nobody is shown here.
    const [{ text }, { digest: base }] = await Promise.all([draftOf(visit, { values: 'shown' }), mappingOf(visit)])
    return preview(visit, { text, base }, ({ refusal }) => show(visit, { refusal }))
  })
}

interface Saved {
  readonly runId: string | null
}

const asked = 'A run with the new mapping was asked for.'
const off = 'The connection is off: nothing is written until it is switched on.'

function apiDraft({ params: { draft = '' } }: Visit): string {
  return `mapping/drafts/${encodeURIComponent(draft)}`
}

function draftOf(visit: Visit, values = valuesOf(visit)): Promise<Draft> {
  return visit.api.get<Draft>(apiPathOf(visit, apiDraft(visit)), values)
}

async function show(visit: Visit, refused?: Pick<RequestRefusedError, 'refusal'>): Promise<Page> {
  const [draft, mapping] = await Promise.all([draftOf(visit), mappingOf(visit)])
  const before = await textBefore(visit, draft, mapping)
  const isChecking = draft.state === 'checking'
  // Its own note that a change waits would lead to this page.
  const page = mappingPage(
    visit,
    { ...mapping, draft: null },
    {
      title: 'Preview of a change',
      status: refused?.refusal.status ?? 200,
      main: html`${refused && html`<p class="problem" role="alert">Nothing was done: ${refused.refusal.detail}.</p>`}
      <p id="outcome" role="status"><strong>${outcome(draft)}</strong></p>
      <div id="draft" ...${isChecking ? polling(visit) : {}}>
        ${facts([
          ['State', badge(draft.state)],
          ['By', draft.by],
          ['At', moment(draft.at)],
          draft.run !== null && ['Planned by', html`<a href=${`/runs/${draft.run}`}>a dry run</a>`],
        ])}
        ${isChecking ? html`<progress aria-label="The change is checked"></progress>` : wayOn(visit, draft, mapping)}
        ${draftFound(visit, draft)}
        ${before !== undefined && html`<section><h2>In the file</h2>${draft.masked && hiddenNote(visit, draft)}${textDiff(before, draft.text)}</section>`}
      </div>`,
    },
  )
  return isChecking ? { ...page, refresh: 2 } : page
}

/** The sentence is heard when it changes; the rest is there to be read. */
function polling(visit: Visit) {
  return {
    'hx-get': pathOf(visit, `drafts/${visit.params.draft}`),
    ...{ 'hx-trigger': 'every 1s', 'hx-select': '#draft', 'hx-select-oob': '#outcome', 'hx-swap': 'outerHTML' },
  }
}

function outcome({ state, preview, problem }: Draft): string {
  const said = sentence(preview?.sentence ?? 'No plan was made')
  if (state === 'checking') return 'The vendors are asked and a plan is made; nothing is written.'
  if (state === 'saved') return `Saved. ${said}`
  if (state === 'discarded') return 'Discarded; the mapping stayed as it was.'
  if (state === 'stale') return 'The mapping file was changed since this was previewed, so it was not saved.'
  return state === 'failed' ? `This cannot be saved. ${sentence(problem ?? '')}` : said
}

function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1)
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`
}

function wayOn(visit: Visit, { state, id }: Draft, mapping: Mapping): Html {
  if (state === 'saved') return html`<p><a href=${pathOf(visit, 'versions')}>All versions</a></p>`
  if (whyLocked(visit, mapping) !== undefined) return html`<p><a href=${pathOf(visit, mapping.kind)}>Back</a></p>`
  const action = (words: 'save' | 'again' | 'discard') => pathOf(visit, `drafts/${id}/${words}`)
  const discard = pressButton(visit, {
    ...{ action: action('discard'), words: 'Discard it', role: 'operate', look: 'outline' },
  })
  if (state === 'ready') {
    return html`<div class="actions">${pressButton(visit, { action: action('save'), words: 'Save', role: 'operate' })} ${discard}</div>`
  }
  return html`<p>${state === 'stale' && 'Previewed again, this text is put over the file as it is now: look below which lines that takes out.'}</p>
    <div class="actions">
      ${pressButton(visit, { action: action('again'), words: 'Preview again', role: 'operate' })}
      <a href=${pathOf(visit, `yaml?draft=${id}`)}>Mend it as YAML</a> ${state === 'failed' && discard}
    </div>`
}

/** What the file said: now, or in the version that this was made from. Of one that is out of date, what saving would change. */
async function textBefore(visit: Visit, { base, state }: Draft, mapping: Mapping): Promise<string | undefined> {
  if (mapping.digest === base || state === 'stale') return mapping.text
  const { data } = await visit.api.get<ListPage<z.output<typeof Version>>>(apiPathOf(visit, 'mapping/versions'))
  const version = data.find(({ digest }) => digest === base)
  if (!version) return undefined
  return (
    await visit.api.get<z.output<typeof VersionInFull>>(
      apiPathOf(visit, `mapping/versions/${version.id}`),
      valuesOf(visit),
    )
  ).text
}
