import { z } from 'zod'
import { isObject, looseText, textOf } from '../../lib/loose.ts'

export interface CrosschqPerson {
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
  readonly phone?: string
}

export const personMembers = {
  first_name: looseText,
  last_name: looseText,
  email: looseText,
  mobile_phone: looseText,
}

const Members = z.object(personMembers)

export const person = z
  .unknown()
  .optional()
  .transform((value) => personOf(Members.parse(isObject(value) ? value : {})))

export function personOf({ first_name, last_name, email, mobile_phone }: z.output<typeof Members>): CrosschqPerson {
  return { firstName: first_name, lastName: last_name, email, phone: mobile_phone }
}

export const id = z
  .unknown()
  .optional()
  .transform(textOf)
  .pipe(z.string({ error: 'is missing' }))

/** Whatever is no list counts as an empty one. */
export const list = z
  .unknown()
  .optional()
  .transform((value): readonly unknown[] => (Array.isArray(value) ? value : []))
