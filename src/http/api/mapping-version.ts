import { z } from 'zod'
import type { StoredVersion } from '../../store/mapping-versions.ts'

export const Version = z
  .object({
    id: z.string(),
    at: z.string(),
    by: z.string().describe('The name of the token; "file": somebody edited the file itself.'),
    note: z.string().nullable(),
    digest: z.string(),
    isCurrent: z.boolean().describe('The file has this text now.'),
  })
  .meta({ id: 'MappingVersion' })

interface Present {
  /** Of the file. */
  readonly digest: string
  /** Of several with the same text, the newest is the current one. */
  readonly isNewest: boolean
}

export function viewVersion(version: StoredVersion, { digest, isNewest }: Present): z.output<typeof Version> {
  const { id, at, by, note = null } = version
  return { id, at, by, note, digest: version.digest, isCurrent: isNewest && version.digest === digest }
}
