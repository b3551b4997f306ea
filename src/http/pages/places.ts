import { z } from 'zod'
import type { Jobs as JobsView } from '../api/jobs.ts'
import { type Html, html } from './html.ts'
import type { Place } from './mapping-content.ts'

export type Jobs = z.output<typeof JobsView>
/** A job of the ATS as the API lists it. */
export type Job = Jobs['data'][number]

const Pair = z.tuple([z.string(), z.string()])

/** A job and one of its stages in one box, which needs no script: the jobs are the groups. */
export function placeSelect(jobs: readonly Job[], { name, label, chosen }: Select): Html {
  const isListed = chosen === undefined || jobs.some((job) => job.stages.some((stage) => isAt(job, stage, chosen)))
  return html`<label>${label}
    <select name=${name} data-places>
      <option value="">Choose a stage</option>
      ${!isListed && html`<option value=${placeValue(chosen)} selected>${chosen.job} — ${chosen.stage}</option>`}
      ${jobs.map(
        (job) => html`<optgroup label=${`${job.title} (${job.status})`}>
          ${job.stages.map((stage) => {
            const place = { job: nameIn(jobs, job), stage: nameIn(job.stages, stage) }
            const isChosen = chosen !== undefined && isAt(job, stage, chosen)
            return html`<option value=${placeValue(place)} selected=${isChosen} data-stage=${stage.title}>${job.title} — ${stage.title}</option>`
          })}
        </optgroup>`,
      )}
    </select>
  </label>`
}

interface Select {
  readonly name: string
  readonly label: string
  readonly chosen?: Place | undefined
}

export function placeValue({ job, stage }: Place): string {
  return JSON.stringify([job, stage])
}

/** Of a form's box; undefined where none is chosen. */
export function placeIn(value: string): Place | undefined {
  try {
    const [job, stage] = Pair.parse(JSON.parse(value))
    return { job, stage }
  } catch {
    return undefined
  }
}

/** By its titles, as far as the ATS has them now. */
export function placeWords(jobs: readonly Job[], { job, stage }: Place): Html {
  const known = jobs.find((one) => isNamed(one, job))
  const at = known?.stages.find((one) => isNamed(one, stage))
  if (known && at) return html`${known.title} — ${at.title}`
  const missing = known ? 'the job has no such stage now' : 'no job is called so now'
  return html`${known?.title ?? job} — ${stage} <small class="problem">${missing}</small>`
}

/** Its title where that means one thing only: the file is for people to read. */
function nameIn(all: readonly Named[], { id, title }: Named): string {
  return all.filter((one) => isNamed(one, title)).length === 1 ? title : id
}

type Named = Pick<Job, 'id' | 'title'>

function isAt(job: Named, stage: Named, place: Place): boolean {
  return isNamed(job, place.job) && isNamed(stage, place.stage)
}

function isNamed({ id, title }: Named, written: string): boolean {
  return id === written || fold(title) === fold(written)
}

function fold(title: string): string {
  return title.normalize('NFC').trim().toLowerCase()
}
