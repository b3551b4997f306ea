import { z } from 'zod'
import { RejectedRecordError } from '../../lib/errors.ts'
import { looseText } from '../../lib/loose.ts'
import { id } from './application-schema.ts'
import { type Answered, type Ask, factsOf, readJson, readOne } from './call.ts'
import { allOf, problemOf } from './paging.ts'

export interface SmartRecruitersUser {
  readonly id: string
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
  readonly isActive: boolean
}

export interface UserCalls {
  user(id: string): Promise<SmartRecruitersUser | undefined>
  users(): Promise<readonly SmartRecruitersUser[]>
  /** Whose rights we have: who made the key, or allowed access. */
  me(): Promise<SmartRecruitersUser>
}

export function userCalls(ask: Ask): UserCalls {
  return {
    user: (id) => user(ask, id),
    users: () => allOf(ask, { endpoint: 'GET /user-api/v201804/users', row: User }),
    me: async () => read(await ask({ endpoint: 'GET /user-api/v201804/users/me', effect: 'read' })),
  }
}

/** Only a plain "no" makes somebody inactive: the field may be left out. */
const User = z
  .object({ id, firstName: looseText, lastName: looseText, email: looseText, active: z.unknown().optional() })
  .transform(({ active, ...row }): SmartRecruitersUser => ({ ...row, isActive: active !== false }))

async function user(ask: Ask, id: string): Promise<SmartRecruitersUser | undefined> {
  const answered = await readOne(ask, { endpoint: 'GET /user-api/v201804/users/{id}', ids: { id } })
  return answered && read(answered)
}

function read(answered: Answered): SmartRecruitersUser {
  const body = readJson(answered)
  const parsed = User.safeParse(body)
  if (!parsed.success) {
    throw new RejectedRecordError(`A user cannot be read: ${problemOf(parsed.error)}`, factsOf(answered))
  }
  return parsed.data
}
