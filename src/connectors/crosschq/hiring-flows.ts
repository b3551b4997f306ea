import type { Finding } from '../connector.ts'
import type { Flow } from '../flow.ts'
import { answersFlow } from './answers.ts'
import { decisionsFlow } from './decisions.ts'
import { hiresFlow } from './hires.ts'
import { pagesOfRequests } from './pages.ts'
import { type PromptParts, promptsFlow } from './prompts.ts'
import type { Family } from './requests.ts'

/**
 * What goes on after the references: the prompt, its answer on both sides, and hires in Crosschq. Only for an ATS that
 * takes outcomes. Answers are passed on with prompts switched off, too: one may be on its way.
 */
export function hiringFlows(family: Family, parts: PromptParts): readonly Flow[] {
  const { name, outcome } = family.host
  if (!outcome) return []
  const told = [answersFlow(family), decisionsFlow(name, outcome), hiresFlow(name, outcome)]
  const flows = [promptsFlow(family, parts), ...told]
  const pages = pagesOfRequests(family.host)
  return flows.map((flow) => ({ ...flow, pages })) as unknown as Flow[]
}

/** For `check`: whether anybody can be asked. No mistake where mail was never set up. */
export function promptFindings({ rules, notifications }: Omit<PromptParts, 'now'>): readonly Finding[] {
  if (!rules.enabled || !notifications) return []
  const { problem } = notifications
  const message = problem ? `${problem}; nobody is asked whether a candidate was hired` : 'mail is set up'
  return [{ ok: true, subject: 'hiring prompt', message }]
}
