type Call = (
  method: string,
  path: string,
  body?: object,
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any endpoint
) => Promise<{ readonly status: number; readonly body: any }>

/** The body of an answer that has to be a success: a driver whose calls are refused would judge refusals only. */
export async function must(call: Call, method: string, path: string, body?: object) {
  const answer = await call(method, path, body)
  if (answer.status < 300) return answer.body
  throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
}
