/** The body of a call, and what says how it is to be read. */
export interface Content {
  readonly type: string
  /** Whole, so that its length is known: a storage service takes no form in chunks. */
  readonly bytes: Buffer
}

export type FormFields = Readonly<Record<string, string>>

export interface UploadedFile {
  readonly name: string
  readonly contentType: string
  readonly bytes: Buffer
}

/** https://www.rfc-editor.org/rfc/rfc7578, the fields first and `file` last, which is how storage services want it. */
export async function fileForm({ name, contentType, bytes }: UploadedFile, fields: FormFields = {}): Promise<Content> {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  form.append('file', new Blob([new Uint8Array(bytes)], { type: contentType }), name)
  const written = new Response(form)
  return { type: written.headers.get('content-type')!, bytes: Buffer.from(await written.arrayBuffer()) }
}

/** https://url.spec.whatwg.org/#application/x-www-form-urlencoded */
export function urlEncodedForm(fields: FormFields): Content {
  return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(new URLSearchParams(fields).toString()) }
}
