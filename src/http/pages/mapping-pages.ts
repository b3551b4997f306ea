import type { Console } from './console.ts'
import { registerDraft } from './draft.ts'
import { registerFieldsPage } from './fields.ts'
import { registerInterviews } from './interviews.ts'
import { registerTemplate } from './template.ts'
import { registerTemplates } from './templates.ts'
import { registerTriggers } from './triggers.ts'
import { registerVersions } from './versions.ts'
import { registerYaml } from './yaml.ts'

/** Where a connection's mapping is seen, changed, previewed and taken back. */
export function registerMappingPages(console: Console): void {
  registerFieldsPage(console)
  registerTemplates(console)
  registerTemplate(console)
  registerTriggers(console)
  registerInterviews(console)
  registerYaml(console)
  registerDraft(console)
  registerVersions(console)
}
