import type { LoggedCall } from '../../src/sandbox/server.ts'

/** Forms as objects of their fields, which is how documents describe them; a file is the text of its name. */
export function withForms(calls: readonly LoggedCall[]): Promise<readonly LoggedCall[]> {
  return Promise.all(calls.map(withForm))
}

const FORM = /^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i

async function withForm(call: LoggedCall): Promise<LoggedCall> {
  const type = call.headers['content-type'] ?? ''
  if (call.requestBytes === undefined || !FORM.test(type)) return call
  const read = new Response(new Uint8Array(call.requestBytes), { headers: { 'content-type': type } })
  const form = await read.formData().catch(() => undefined)
  return form === undefined ? call : { ...call, requestBody: fieldsOf(form) }
}

/** A field that came twice is a list, which no document describes. */
function fieldsOf(form: FormData): Readonly<Record<string, unknown>> {
  const names = [...new Set(form.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name).map((value) => (value instanceof File ? value.name : value))
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}
