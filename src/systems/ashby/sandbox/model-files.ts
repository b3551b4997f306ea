export const UPLOAD_CONTEXTS = ['CandidateResume', 'CandidateFiles', 'ApplicationForm'] as const

/** How a candidate shows a file. */
export interface FileHandle {
  readonly id: string
  readonly name: string
  /** Whoever has it and a key can read the file. */
  readonly handle: string
}

export interface StoredFile extends FileHandle {
  readonly context: (typeof UPLOAD_CONTEXTS)[number]
  readonly contentType: string
  /** In bytes, as declared before the upload. */
  readonly contentLength: number
  /** Sent along with the bytes. */
  readonly fields: Readonly<Record<string, string>>
  /** Epoch milliseconds. */
  readonly uploadableUntil: number
  /** Undefined until they have been uploaded. */
  readonly bytes?: Buffer
  /** Undefined until the handle has been used. */
  readonly candidateId?: string
}
