import type { DemoWorld } from '../../src/cli/demo/world.ts'

/**
 * Edits whose webhooks are lost. Webhooks are looked at as they come: a bulk with its webhooks is written in parts, as many as
 * this machine happens to make of it, before a run over everything can hold it.
 */
export function editUnheard({ charthop }: DemoWorld, jobs: Iterable<string>, costCenter: string): void {
  const { settings } = charthop.webhooks
  settings.drop = true
  for (const job of jobs) charthop.editJob(job, { costCenter })
  settings.drop = false
}
