import { startAshbySandbox } from '../src/systems/ashby/sandbox.ts'
import { startChartHopSandbox } from '../src/systems/charthop/sandbox.ts'
import { departments, editOf, fields, jobNumber, locations } from './company.ts'
import { answerParent } from './process.ts'
import { vendorBase } from './vendor-calls.ts'

export type HeadcountVendors = Awaited<ReturnType<typeof startVendors>>

/** Both vendors in a process of their own: their memory and their work are none of Hirewire's. */
async function startVendors(jobs: number) {
  const charthop = await startChartHopSandbox()
  const ashby = await startAshbySandbox()
  for (const field of fields) charthop.addField(field)
  for (const name of departments) ashby.addDepartment({ name })
  for (const name of locations) ashby.addLocation({ name })
  const ids = Array.from({ length: jobs }, (_, at) => charthop.addJob(jobNumber(at)).id)
  let round = 0
  return {
    ...vendorBase([charthop.server, ashby.server]),
    addresses: () => ({ charthop: charthop.url, ashby: ashby.url, org: charthop.org.slug, token: charthop.token }),
    addJobs(count: number) {
      for (let made = 0; made < count; made++) ids.push(charthop.addJob(jobNumber(ids.length)).id)
    },
    /** Edits evenly spread jobs, each in three mapped fields. */
    editJobs(count: number) {
      round += 1
      const step = Math.floor(ids.length / count)
      for (let at = 0; at < count; at++) charthop.editJob(ids[at * step]!, editOf(round))
    },
    /** Edits one job and says which and when. */
    editJob(at: number) {
      round += 1
      const id = ids[at % ids.length]!
      charthop.editJob(id, editOf(round))
      return { id, at: Date.now() }
    },
    /** Where ChartHop tells of events. */
    notify(url: string) {
      Object.assign(charthop.webhooks.settings, { url, events: ['change.*', 'job.*'] })
    },
    /** Openings with custom values, and whether each job has exactly one: that what was measured was the real work. */
    openings() {
      const all = [...ashby.state.openings.all()]
      const filled = all.filter(({ latestVersion }) => latestVersion.customFields.length === fields.length)
      return { count: all.length, filled: filled.length, jobs: ids.length }
    },
    async close() {
      await charthop.close()
      await ashby.close()
    },
  }
}

await answerParent(await startVendors(Number(process.argv[2])))
