import { queryOf } from './api.ts'
import type { Console, Visit } from './console.ts'
import type { Draft } from './draft-found.ts'
import { csrfField } from './forms.ts'
import { type Html, html } from './html.ts'
import {
  type Again,
  apiPathOf,
  hiddenNote,
  type Mapping,
  mappingOf,
  mappingPage,
  pathOf,
  preview,
  refusedNote,
  type TextProblem,
  whyLocked,
} from './mapping.ts'
import type { Page } from './page.ts'
import { boxText, sentText, textDiff, textProblems } from './text-parts.ts'
import { seenAlready, valuesOf } from './values.ts'

/** The mapping as its file has it, with the same checks as when it is read. */
export function registerYaml({ page, action }: Console): void {
  page('/connections/:id/yaml', async (visit) => {
    const mapping = await mappingOf(visit)
    const draft = visit.query.draft === undefined ? {} : await textOfDraft(visit, visit.query.draft)
    return show(visit, mapping, { ...draft, problems: mapping.problems })
  })

  action('/connections/:id/yaml', async (visit, form) => {
    const mapping = await mappingOf(visit)
    const text = sentText(form.get('text') ?? '', mapping.text)
    const problems = await problemsOf(visit, text)
    if (problems.length > 0) return show(visit, mapping, { text, problems, status: 422 })
    if (form.get('do') === 'check') return show(visit, mapping, { text, problems, isChecked: true })
    return preview(visit, { text, base: form.get('base') ?? '' }, async (again) =>
      show(visit, mapping, { text, problems, again, status: again.refusal.status }),
    )
  })
}

interface Shown {
  /** Missing: the file's own. */
  readonly text?: string
  readonly masked?: boolean
  readonly problems: readonly TextProblem[]
  readonly again?: Again
  readonly isChecked?: boolean
  readonly status?: number
}

function show(visit: Visit, mapping: Mapping, shown: Shown): Page {
  const { text = mapping.text, masked = mapping.masked, problems, again, isChecked, status = 200 } = shown
  const main = html`<p>
      The file <code>${mapping.file}</code> as it is. Comments and order stay as you write them.
    </p>
    ${hiddenNote(visit, { masked })} ${again && refusedNote(again)} ${problems.length > 0 && textProblems(text, problems)}
    ${isChecked && html`<p role="status"><strong>No problem was found in this text.</strong> A preview also asks the vendors.</p>`}
    ${form(visit, mapping, { text, masked, isWrong: problems.length > 0 })}
    ${text !== mapping.text && html`<h2>Against the file as it is now</h2> ${textDiff(mapping.text, text)}`}`
  return mappingPage(visit, mapping, { title: 'Mapping as YAML', main, status })
}

interface Boxed {
  readonly text: string
  readonly masked: boolean
  readonly isWrong: boolean
}

function form(visit: Visit, mapping: Mapping, { text, masked, isWrong }: Boxed): Html {
  const isLocked = masked || whyLocked(visit, mapping) !== undefined
  const described = isWrong ? { 'aria-invalid': 'true', 'aria-describedby': 'problems' } : {}
  return html`<form method="post" action=${pathOf(visit, 'yaml') + queryOf(seenAlready(visit))}>
    ${csrfField(visit)}
    <input type="hidden" name="base" value=${mapping.digest} />
    <label for="text">Text</label>
    <textarea id="text" name="text" class="yaml" rows=${rowsFor(text)} spellcheck="false" autocapitalize="off" wrap="off" readonly=${isLocked} ...${described}>${boxText(text)}</textarea>
    <div class="actions">
      ${!isLocked && html`<button>Preview</button>`}
      ${!masked && html`<button name="do" value="check" class="outline">Check</button>`}
    </div>
  </form>`
}

function rowsFor(text: string): number {
  return Math.min(40, text.split('\n').length + 2)
}

/** Nobody is asked for it but the reader of such files. */
async function problemsOf(visit: Visit, text: string): Promise<readonly TextProblem[]> {
  const path = apiPathOf(visit, 'mapping/check')
  return (await visit.api.send<{ problems: readonly TextProblem[] }>('POST', path, { text })).problems
}

async function textOfDraft(visit: Visit, draft: string): Promise<Pick<Draft, 'text' | 'masked'>> {
  const path = apiPathOf(visit, `mapping/drafts/${encodeURIComponent(draft)}`)
  const { text, masked } = await visit.api.get<Draft>(path, valuesOf(visit))
  return { text, masked }
}
