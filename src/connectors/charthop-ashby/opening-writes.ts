import { RejectedRecordError } from '../../lib/errors.ts'
import type { Json } from '../../lib/json.ts'
import type { Change } from '../../plan/change.ts'
import type { Ashby } from '../../systems/ashby/client.ts'
import type { NewOpening } from '../../systems/ashby/openings.ts'
import type { Receipt } from '../flow.ts'
import type { OpeningContext } from './opening-desire.ts'
import { holdsChange } from './opening-plan.ts'

/** One change, one call. */
export async function applyOpening(ashby: Ashby, change: Change, context: OpeningContext): Promise<Receipt> {
  const written = await writes[change.action]!(ashby, change, context)
  const id = change.target ?? written.id
  return { ...(id && { target: id }), ...(written.requestId && { requestId: written.requestId }) }
}

type Written = { readonly id?: string; readonly requestId?: string }
type Write = (ashby: Ashby, change: Change, context: OpeningContext) => Promise<Written>

const writes: Readonly<Record<string, Write>> = {
  'opening.create': (ashby, { input }) =>
    ashby.createOpening({ ...(input as unknown as NewOpening), openingState: 'Approved' }),
  'opening.update': (ashby, { target, input }) =>
    ashby.updateOpening(target!, input as unknown as Parameters<Ashby['updateOpening']>[1]),
  'opening.addLocation': (ashby, { target, input }) =>
    ashby.addLocation(target!, (input as { locationId: string }).locationId),
  'opening.removeLocation': (ashby, { target, input }) =>
    ashby.removeLocation(target!, (input as { locationId: string }).locationId),
  'opening.setValues': (ashby, { target, input }, context) => ashby.setValues(target!, valuesOf(input, context)),
  'opening.close': (ashby, { target, input }) =>
    ashby.setOpeningState(target!, 'Closed', (input as { closeReasonId: string | null }).closeReasonId ?? undefined),
}

function valuesOf(input: Json, { fields }: OpeningContext): { fieldId: string; fieldValue: Json }[] {
  const { values } = input as unknown as { values: { title: string; fieldId: string | null; fieldValue: Json }[] }
  return values.map(({ title, fieldId, fieldValue }) => {
    const id = fieldId ?? fields.find(({ entry }) => entry.title === title)?.fieldId
    if (!id)
      throw new RejectedRecordError(
        `Ashby field "${title}" does not exist yet; see the flow "fields" for what keeps it from being made`,
      )
    return { fieldId: id, fieldValue }
  })
}

/** A create is found by its identifier, which holds the job's id; any other write has left its values on the opening, or not. */
export async function settleOpening(
  ashby: Ashby,
  change: Change,
  { linkedTargets }: OpeningContext,
): Promise<Receipt | 'absent' | 'unsure'> {
  if (change.action !== 'opening.create') {
    const opening = await ashby.opening(change.target!)
    return opening && holdsChange(change, opening) ? { target: opening.id } : 'absent'
  }
  const { identifier } = change.input as { identifier: string }
  const made = (await ashby.searchOpenings(identifier)).filter(({ id }) => !linkedTargets.has(id))
  if (made.length > 1) return 'unsure'
  return made[0] ? { target: made[0].id } : 'absent'
}
