import type { LoggedCall } from '../../src/sandbox/server.ts'
import { callAshby, callChartHop } from './client-calls.ts'
import { callCrosschq } from './client-calls-crosschq.ts'
import { callLever } from './client-calls-lever.ts'
import { callSmartRecruiters } from './client-calls-smartrecruiters.ts'
import { callWillo } from './client-calls-willo.ts'
import type { Contract, Violation } from './contract.ts'
import type { System } from './document.ts'
import { driveAshby } from './drive-ashby.ts'
import { driveChartHop } from './drive-charthop.ts'
import { driveCrosschq } from './drive-crosschq.ts'
import { driveLever } from './drive-lever.ts'
import { driveSmartRecruiters } from './drive-smartrecruiters.ts'
import { driveWillo } from './drive-willo.ts'
import { withForms } from './forms.ts'
import type { Hook } from './hook.ts'
import { type Told, tellStory } from './story.ts'
import { tellInterviews } from './story-interviews.ts'
import { tellReferences } from './story-references.ts'

export interface Recorded {
  /** What our clients sent, and what Ashby sent to us as its partner. */
  readonly sent: readonly LoggedCall[]
  /** What the sandbox answered, to our clients and to everybody else, and what we answered to Ashby. */
  readonly answered: readonly LoggedCall[]
  /** What the sandbox told of its own accord. */
  readonly hooks: readonly Hook[]
}

export async function record(): Promise<Readonly<Record<System, Recorded>>> {
  const [hiring, interviews, references] = [await tellStory(), await tellInterviews(), await tellReferences()]
  return {
    ashby: join(await callAshby(), await driveAshby(), hiring.ashby, interviews.ashby, references.ashby),
    charthop: join(await callChartHop(), await driveChartHop(), hiring.charthop),
    willo: join(await callWillo(), await driveWillo(), interviews.willo),
    crosschq: join(await callCrosschq(), await driveCrosschq(), references.crosschq),
    lever: join(await withForms(await callLever()), await driveLever()),
    smartrecruiters: join(await withForms(await callSmartRecruiters()), await driveSmartRecruiters()),
  }
}

/** What each method of a client sent, what else the sandbox was made to say, and what the engine's stories left. */
function join(direct: readonly LoggedCall[], driven: Told, ...stories: readonly Told[]): Recorded {
  const sent = [...stories.flatMap(({ calls }) => calls), ...direct].filter(isOfApi)
  return {
    sent,
    answered: [...sent.filter(isItsOwn), ...driven.calls.filter(isOfApi)],
    hooks: [...stories, driven].flatMap(({ hooks }) => hooks),
  }
}

/** Some answers are broken on purpose; those are not the vendor's. */
function isItsOwn({ applied, status }: LoggedCall): boolean {
  return applied && status !== 0
}

/** The bytes of files and the pages of reports are on other hosts, of which no document speaks. */
function isOfApi({ path }: LoggedCall): boolean {
  return !/^\/(files|reports|report-files)\//.test(path)
}

export function violationsOf(contract: Contract, { sent, answered, hooks }: Recorded): readonly Violation[] {
  return [
    ...sent.flatMap(contract.request),
    ...answered.flatMap(contract.answer),
    ...hooks.flatMap(({ body, query, name }) => contract.webhook(body, query, name)),
  ]
}
