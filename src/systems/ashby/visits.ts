import type { AshbyVisit } from './schema.ts'

/**
 * The stay that has not ended: its id tells one arrival in a stage from the next one. Of several, which no document
 * rules out, the latest. Undefined: the history does not say where the application is.
 */
export function currentVisit(visits: readonly AshbyVisit[]): AshbyVisit | undefined {
  return visits
    .filter(({ leftAt }) => leftAt === undefined)
    .toSorted((a, b) => Date.parse(a.enteredAt) - Date.parse(b.enteredAt))
    .at(-1)
}

/** The stay in this very stage. A history that names no stages is believed, since the application names its own. */
export function currentVisitIn(visits: readonly AshbyVisit[], stageId: string): AshbyVisit | undefined {
  const visit = currentVisit(visits)
  return visit && (visit.stageId ?? stageId) === stageId ? visit : undefined
}
