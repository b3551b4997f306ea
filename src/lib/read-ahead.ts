/**
 * The same, one step ahead: the next element is on its way while the last one is dealt with. A failure on the way comes
 * in its turn, after everything before it; whoever stops early waits for what is on its way.
 */
export async function* readAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T, void> {
  const elements = source[Symbol.asyncIterator]()
  let coming = elements.next()
  try {
    for (;;) {
      const { done, value } = await coming
      if (done) return
      coming = elements.next()
      // Thrown when its turn comes, above; until then nobody waits for it.
      coming.catch(() => {})
      yield value
    }
  } finally {
    await coming.catch(() => {})
    await elements.return?.()
  }
}
