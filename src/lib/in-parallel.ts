/** Runs `act` on every element, `width` at a time, in order of start. The first throw is rethrown once the others have ended. */
export async function inParallel<T>(
  elements: readonly T[],
  width: number,
  act: (element: T) => Promise<void>,
): Promise<void> {
  const queue = elements.values()
  const lanes = Array.from({ length: Math.min(width, elements.length) }, async () => {
    for (const element of queue) await act(element)
  })
  const ended = await Promise.allSettled(lanes)
  const failed = ended.find((lane) => lane.status === 'rejected')
  if (failed) throw failed.reason
}
