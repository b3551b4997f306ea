import type { Console, Visit } from './console.ts'
import { csrfField } from './forms.ts'
import { html } from './html.ts'
import {
  type Again,
  apiPathOf,
  mappingOf,
  mappingPage,
  otherKind,
  pathOf,
  preview,
  refusedNote,
  unreadable,
  whyLocked,
} from './mapping.ts'
import { contentOf } from './mapping-content.ts'
import type { Page } from './page.ts'
import type { Jobs } from './places.ts'
import { rowsAgain, rowsIn, rowsOf, triggerRows } from './trigger-form.ts'

interface Sent {
  readonly form: URLSearchParams
  readonly again?: Again
}

/** Which template is asked for where, chosen from the ATS's jobs and their stages. */
export function registerTriggers({ page, action }: Console): void {
  page('/connections/:id/triggers', (visit) => show(visit))

  action('/connections/:id/triggers', async (visit, form) => {
    if (form.get('do') === 'more') return show(visit, { form })
    const edit = { type: 'triggers', triggers: rowsIn(form) }
    return preview(visit, { edit, base: form.get('base') ?? '' }, (again) => show(visit, { form, again }))
  })
}

async function show(visit: Visit, sent?: Sent): Promise<Page> {
  const mapping = await mappingOf(visit)
  if (mapping.kind !== 'templates') return otherKind(visit, mapping, 'templates')
  const title = 'Stages that ask for references'
  if (mapping.problems.length > 0) return mappingPage(visit, mapping, { title, main: unreadable(visit, mapping) })
  const jobs = await visit.api.get<Jobs>(apiPathOf(visit, 'jobs'))
  const { triggers, templates } = contentOf(mapping)
  const rows = sent ? rowsAgain(triggers, sent.form) : rowsOf(triggers)
  const ids = templates.map(({ id }) => id)
  const main = html`${sent?.again && refusedNote(sent.again)}
    <form method="post" action=${pathOf(visit, 'triggers')}>
      ${csrfField(visit)}
      <input type="hidden" name="base" value=${mapping.digest} />
      <fieldset disabled=${whyLocked(visit, mapping) !== undefined}>
        <legend>Whoever arrives at one of these is asked for references</legend>
        ${triggerRows(jobs.data, rows, ids)}
      </fieldset>
    </form>
    <p><a href=${pathOf(visit, 'templates')}>Back to the templates</a></p>`
  return mappingPage(visit, mapping, { title, main, status: sent?.again?.refusal.status ?? 200 })
}
