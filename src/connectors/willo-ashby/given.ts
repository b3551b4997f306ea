import type { Written } from '../mirror.ts'

/** One invitation that was sent. A later one of the same interview may have the same participant, as Willo decides. */
export interface Given {
  readonly application: string
  readonly interview: string
  /** Id of the visit in the trigger's stage that it was sent for. */
  readonly entry: string
  readonly participant: string
}

/** What the ledger says, oldest first: nothing else knows which invitations are ours. */
export function givenOf(written: readonly Written[]): readonly Given[] {
  return written.flatMap(({ record, target, action, input }) => {
    if (action !== 'participant.create' || target === undefined) return []
    const { interview, entry } = input as { readonly interview: string; readonly entry: string }
    return [{ application: record, interview, entry, participant: target }]
  })
}
