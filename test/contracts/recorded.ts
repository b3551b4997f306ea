import type { LoggedCall } from '../../src/sandbox/server.ts'
import { callAshby, callChartHop } from './client-calls.ts'
import type { Contract, Violation } from './contract.ts'
import type { System } from './document.ts'
import { driveAshby } from './drive-ashby.ts'
import { driveChartHop } from './drive-charthop.ts'
import { tellStory } from './story.ts'

export interface Recorded {
  /** What our clients sent. */
  readonly sent: readonly LoggedCall[]
  /** What the sandbox answered, to our clients and to everybody else. */
  readonly answered: readonly LoggedCall[]
  /** What the sandbox told of its own accord. */
  readonly hooks: readonly unknown[]
}

export async function record(): Promise<Readonly<Record<System, Recorded>>> {
  const told = await tellStory()
  const direct = { ashby: await callAshby(), charthop: await callChartHop() }
  const driven = { ashby: await driveAshby(), charthop: await driveChartHop() }
  const of = (system: System): Recorded => ({
    sent: [...told.calls[system], ...direct[system]],
    answered: [...told.calls[system].filter(isItsOwn), ...direct[system], ...driven[system].calls],
    hooks: [...told.hooks[system], ...driven[system].hooks],
  })
  return { ashby: of('ashby'), charthop: of('charthop') }
}

/** The story breaks some answers on purpose; those are not the vendor's. */
function isItsOwn({ applied, status }: LoggedCall): boolean {
  return applied && status !== 0
}

export function violationsOf(contract: Contract, { sent, answered, hooks }: Recorded): readonly Violation[] {
  return [
    ...sent.flatMap(contract.request),
    ...answered.flatMap(contract.answer),
    ...hooks.flatMap((hook) => contract.webhook(hook)),
  ]
}
