import type { z } from 'zod'
import type { Listed } from '../api/choices.ts'
import type { Console, Visit } from './console.ts'
import { csrfField } from './forms.ts'
import { type Html, html } from './html.ts'
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
import { contentOf, interviewKey, type Place } from './mapping-content.ts'
import type { Page } from './page.ts'
import { emptyState, moment, table } from './parts.ts'
import { type Jobs, placeWords } from './places.ts'
import { type Rows, rowsAgain, rowsIn, rowsOf, triggerRows } from './trigger-form.ts'

type Choices = z.output<typeof Listed>

interface Interview {
  readonly id: string
  readonly title: string
  readonly triggers: readonly Place[]
}

/** Who is invited to which interview: the interviews with their jobs and stages, and a form for each. */
export function registerInterviews({ page, action }: Console): void {
  page('/connections/:id/interviews', showAll)
  page('/connections/:id/interviews/:interview', (visit) => showOne(visit))

  action('/connections/:id/interviews/:interview', async (visit, form) => {
    if (form.get('do') === 'more') return showOne(visit, { form })
    const triggers = rowsIn(form).map(({ job, stage }) => ({ job, stage }))
    const edit = { type: 'interview', interview: visit.params.interview, triggers }
    return preview(visit, { edit, base: form.get('base') ?? '' }, (again) => showOne(visit, { form, again }))
  })
}

async function showAll(visit: Visit): Promise<Page> {
  const mapping = await mappingOf(visit)
  if (mapping.kind !== 'interviews') return otherKind(visit, mapping, 'interviews')
  if (mapping.problems.length > 0) {
    return mappingPage(visit, mapping, { title: 'Interviews', main: unreadable(visit, mapping) })
  }
  const [{ interviews, readAt }, jobs] = await Promise.all([live(visit), jobsOf(visit)])
  const all = listed(interviews ?? [], contentOf(mapping).interviews)
  const main = html`<p>
      Whoever arrives at one of the stages is invited. Willo and the ATS were asked ${moment(readAt)}${'; '}
      <a href=${pathOf(visit, 'interviews?fresh=true')}>ask again</a>.
    </p>
    ${all.length === 0 ? none : table('Interviews', ['Interview', 'Who arrives here is invited', ''], all.map(line))}`
  return mappingPage(visit, mapping, { title: 'Interviews', main })

  function line({ id, title, triggers }: Interview) {
    return html`<tr>
      <th scope="row">${title}<br /><small><code>${id}</code></small></th>
      <td>${triggers.length === 0 ? 'nobody' : triggers.map((place) => html`<div>${placeWords(jobs.data, place)}</div>`)}</td>
      <td><a href=${pathOf(visit, `interviews/${id}`)} aria-label=${`Jobs and stages of ${title}`}>Jobs and stages</a></td>
    </tr>`
  }
}

const none = emptyState('Willo lists no interview.', 'Make one in Willo; it is listed here then.')

interface Sent {
  readonly form: URLSearchParams
  readonly again?: Again
}

async function showOne(visit: Visit, sent?: Sent): Promise<Page> {
  const mapping = await mappingOf(visit)
  if (mapping.kind !== 'interviews') return otherKind(visit, mapping, 'interviews')
  const key = interviewKey(visit.params.interview ?? '')
  const [{ interviews }, jobs] = await Promise.all([live(visit), jobsOf(visit)])
  const one = listed(interviews ?? [], contentOf(mapping).interviews).find(({ id }) => id === key)
  const title = one?.title ?? key
  const triggers = one?.triggers ?? []
  const rows = sent ? rowsAgain(triggers, sent.form) : rowsOf(triggers)
  const isLocked = whyLocked(visit, mapping) !== undefined || mapping.problems.length > 0
  const main = html`${sent?.again && refusedNote(sent.again)}
    ${!one && html`<p class="problem">Willo lists no interview with this key now.</p>`}
    ${mapping.problems.length > 0 ? unreadable(visit, mapping) : form(visit, jobs, { base: mapping.digest, rows, isLocked })}`
  return mappingPage(visit, mapping, { title: `Interview: ${title}`, main, status: sent?.again?.refusal.status ?? 200 })
}

interface Formed {
  readonly base: string
  readonly rows: Rows
  readonly isLocked: boolean
}

function form(visit: Visit, jobs: Jobs, { base, rows, isLocked }: Formed): Html {
  return html`<form method="post" action=${pathOf(visit, `interviews/${visit.params.interview}`)}>
    ${csrfField(visit)}
    <input type="hidden" name="base" value=${base} />
    <fieldset disabled=${isLocked}>
      <legend>Who arrives at one of these is invited</legend>
      ${triggerRows(jobs.data, rows)}
    </fieldset>
  </form>
  <p><small>Without any, the interview is taken out of the mapping. Candidates who are at a stage already are not invited when it is added.</small></p>`
}

function live(visit: Visit): Promise<Choices> {
  return visit.api.get<Choices>(apiPathOf(visit, 'choices'), { fresh: visit.query.fresh })
}

function jobsOf(visit: Visit): Promise<Jobs> {
  return visit.api.get<Jobs>(apiPathOf(visit, 'jobs'), { fresh: visit.query.fresh })
}

/** The vendor's, and those that only the mapping knows. */
function listed(
  interviews: NonNullable<Choices['interviews']>,
  mapped: readonly { readonly interview: string; readonly triggers: readonly Place[] }[],
): readonly Interview[] {
  const triggersOf = (id: string) => mapped.filter(({ interview }) => interviewKey(interview) === id)
  const known = interviews.map(({ id, title }) => ({ id: interviewKey(id), title }))
  const keys = new Set(known.map(({ id }) => id))
  const gone = mapped.map(({ interview }) => interviewKey(interview)).filter((id) => !keys.has(id))
  const all = [...known, ...gone.map((id) => ({ id, title: 'Not in Willo now' }))]
  return all.map((one) => ({ ...one, triggers: triggersOf(one.id).flatMap(({ triggers }) => triggers) }))
}
