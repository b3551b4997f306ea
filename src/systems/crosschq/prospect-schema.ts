import { z } from 'zod'
import { looseMoment, looseText, looseWebLink, textOf } from '../../lib/loose.ts'
import { type CrosschqPerson, id, list, personMembers, personOf } from './schema-parts.ts'

export interface Prospect extends CrosschqPerson {
  readonly id: string
  readonly linkedinUrl?: string
  readonly jobTitle?: string
  readonly company?: string
  readonly tags: readonly string[]
  readonly createdAt?: string
  readonly updatedAt?: string
}

/** All of it inferred. */
export const ProspectRow = z
  .object({
    ...personMembers,
    id,
    linkedin_url: looseWebLink,
    job_title: looseText,
    company: looseText,
    tags: list,
    created_at: looseMoment,
    updated_on: looseMoment,
  })
  .transform(
    (row): Prospect => ({
      ...personOf(row),
      id: row.id,
      linkedinUrl: row.linkedin_url,
      jobTitle: row.job_title,
      company: row.company,
      tags: row.tags.map(textOf).filter((tag) => tag !== undefined),
      createdAt: row.created_at,
      updatedAt: row.updated_on,
    }),
  )
