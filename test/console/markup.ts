import { appendFileSync } from 'node:fs'
import type { DemoWorld } from '../../src/cli/demo/world.ts'
import type { Change } from '../../src/plan/change.ts'
import { planOf } from '../../src/plan/plan.ts'
import { intend } from '../../src/store/changes.ts'
import { noteOutcome } from '../../src/store/connections.ts'
import { hold } from '../../src/store/holds.ts'
import { acquireLease, releaseLease } from '../../src/store/leases.ts'
import { claimNotification, noteUnclear, queueNotification } from '../../src/store/notifications.ts'
import { saveFindings } from '../../src/store/records.ts'
import { finishRun, requestRun, startRun } from '../../src/store/runs.ts'
import { settleChange } from '../../src/store/settlements.ts'
import type { Places } from './places.ts'

/** What would run if it ever were markup; the word before it says where it was put. */
export function attack(place: string): string {
  return `${place}${script}</textarea></title>"><img src=x onerror=alert(1)>'onmouseover='alert(1)' javascript:alert(1)`
}

/** As it has to be read. */
export function harmless(place: string): string {
  return place + script
}

const script = '<script>alert(1)</script>'

/** An id of a record holds no slash. */
const record = `"><img src=x onerror=alert(1)>`

/** Into the vendors and the mapping, as people who may write there would. */
export function plantInVendors({ charthop, willo, crosschq, ashby, files }: DemoWorld): void {
  const job = [...charthop.state.jobs.values()].find(({ now }) => now.values.title === 'Platform Engineer')!
  charthop.editJob(job.id, { title: attack('job-title'), hiringNotes: attack('job-notes') })
  charthop.addField({ code: 'sly', label: attack('field-label').slice(0, 80), type: 'STRING', entityType: 'JOB' })
  willo.addInterview({ title: attack('interview-title'), department: attack('interview-department') })
  for (const account of Object.values(crosschq)) account.addSurvey({ codename: 'sly', name: attack('survey-name') })
  ashby.addJob({ title: attack('ats-job') })
  for (const file of Object.values(files.mappings)) appendFileSync(file, `# ${attack('mapping-comment')}\n`)
}

/** Into the database, as the engine would write what vendors sent it. */
export async function plantInStore({ app }: DemoWorld): Promise<Pick<Places, 'run' | 'record' | 'hold'>> {
  const db = app.database.knex
  const place = { connection: 'headcount', flow: 'hires' }
  const run = await failedRun(db)
  const plan = planOf('headcount', 'hires', [changeOf('held')])
  const reason = { limit: 'creates', count: 60, allowed: 50, message: attack('hold-reason') } as const
  await hold(db, run, plan, [reason])
  await saveFindings(db, place, [
    { id: record, state: 'attention', reason: 'refused', message: attack('record-message') },
    { id: 'sly-skipped', state: 'skipped', reason: 'sly', message: attack('skip-message') },
  ])
  await unclearMail(db)
  await noteOutcome(db, 'headcount', { isSuccess: false, problem: attack('connection-problem') })
  return { run, record, hold: plan.digest }
}

type Knex = DemoWorld['app']['database']['knex']

function changeOf(place: string): Change {
  return {
    ...{ flow: 'hires', record, action: 'hire.create', effect: 'create', input: {} },
    fields: [{ field: attack(`${place}-field`), before: attack(`${place}-before`), after: attack(`${place}-after`) }],
  }
}

async function failedRun(db: Knex): Promise<string> {
  const { id } = await requestRun(db, { connection: 'headcount', trigger: 'command' })
  const lease = await acquireLease(db, 'headcount')
  if (!lease) throw new Error('a run goes on')
  await startRun(db, 'headcount', false)
  const change = await intend(db, lease, id, changeOf('change'), 0)
  const place = { id: change, connection: 'headcount', flow: 'hires' }
  const message = attack('change-message')
  await settleChange(db, place, { state: 'failed', requestId: attack('request-id'), reason: 'refused', message })
  const flow = { state: 'failed', read: 1, planned: {}, applied: 0, verified: 0, failed: 1, unknown: 0 }
  const flows = { hires: { ...flow, problem: attack('flow-problem') } }
  await finishRun(db, id, { state: 'failed', flows, calls: { [attack('call')]: 1 }, problem: attack('run-problem') })
  await releaseLease(db, lease)
  return id
}

async function unclearMail(db: Knex): Promise<void> {
  const facts = { candidate: attack('mail-candidate'), job: attack('mail-job'), ats: attack('mail-ats') }
  const draft = { connection: 'references', flow: 'outcomes', kind: 'hiring_prompt', record, facts } as const
  await queueNotification(db, { ...draft, recipient: attack('mail-recipient') }, new Date())
  const link = { tokenHash: 'a'.repeat(43), expiresAt: new Date(Date.now() + 86_400_000) }
  const claimed = await claimNotification(db, new Date(Date.now() + 1_000), link)
  if (!claimed) throw new Error('no mail was queued')
  await noteUnclear(db, claimed, attack('mail-problem'))
}
