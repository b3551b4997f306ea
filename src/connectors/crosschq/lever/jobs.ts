import type { JobLine } from '../../connector.ts'
import { templatesFor } from '../tagged-templates.ts'
import { stageFor } from './stage.ts'
import type { Systems } from './systems.ts'

/** Postings with the stages, which are the same for all of an account, and what happens in the configured one. */
export async function jobLines(systems: Systems, wanted: string): Promise<readonly JobLine[]> {
  const { lever, mapping } = systems
  const stages = await lever.stages()
  const stage = found(wanted, stages)
  const { templates } = mapping()
  const lines: JobLine[] = []
  for await (const { rows } of lever.jobs()) {
    for (const { id, title, state: status, tags } of rows) {
      const [template] = templatesFor(tags, templates)
      const triggers = stage && template ? [`${stage.title}: asks for "${template.id}"`] : []
      lines.push({ ...{ id, title, status, triggers }, stages: stages.map((each) => ({ ...each })) })
    }
  }
  return lines
}

/** The list is there to find the right stage with, so a wrong one must not hide it. */
function found(wanted: string, stages: readonly { readonly id: string; readonly title: string }[]) {
  try {
    return stageFor(
      wanted,
      stages.map((stage) => ({ ...stage, formerly: [] })),
    )
  } catch {
    return undefined
  }
}
