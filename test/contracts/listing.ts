/** In Ashby's form, and nobody's. */
export const NOBODY = '00000000-0000-4000-8000-00000000dead'

export async function drain<T>(pages: AsyncIterable<T>): Promise<T | undefined> {
  let last: T | undefined
  for await (const page of pages) last = page
  return last
}

/** Everything, then only what changed. */
export async function twice(list: (since?: string) => AsyncIterable<{ readonly token?: string }>): Promise<void> {
  const last = await drain(list())
  await drain(list(last?.token))
}
