import type { Receipt } from '../flow.ts'
import type { Candidate, CandidatePage } from './host.ts'

/** Clocks of two machines may differ that much. */
const SKEW_MS = 5 * 60_000

/** By the request's id, which stands in every note of ours. A note since then whose text is not shown might be it. */
export async function findNote(
  page: CandidatePage,
  candidate: Candidate,
  { request, meantAt }: { readonly request: string; readonly meantAt: Date },
): Promise<Receipt | 'absent' | 'unsure'> {
  const notes = await page.notes(candidate)
  if (notes.some(({ text }) => text?.includes(request))) return { target: request }
  const mayBe = notes.some(({ text, at }) => text === undefined && Date.parse(at) >= meantAt.getTime() - SKEW_MS)
  return mayBe ? 'unsure' : 'absent'
}
