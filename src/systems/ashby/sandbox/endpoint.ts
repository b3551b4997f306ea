import type { z } from 'zod'
import type { Permission } from './permissions.ts'
import { invalidInput } from './refusal.ts'
import type { World } from './world.ts'

/** The body of a success without its `success: true`; lists add their paging fields. */
export interface Reply {
  readonly results: unknown
  readonly moreDataAvailable?: boolean
  readonly nextCursor?: string
  readonly syncToken?: string
}

export interface Caller {
  readonly key: string
}

export interface Endpoint {
  readonly permission: Permission
  run(body: unknown, world: World, caller: Caller): Reply | Promise<Reply>
}

/** By name, such as `opening.list`. */
export type Endpoints = Readonly<Record<string, Endpoint>>

export function endpoint<Schema extends z.ZodType>(
  permission: Permission,
  schema: Schema,
  handle: (input: z.output<Schema>, world: World, caller: Caller) => Reply | Promise<Reply>,
): Endpoint {
  return {
    permission,
    run: (body, world, caller) => handle(parse(schema, body), world, caller),
  }
}

export function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw invalidInput(describe(parsed.error))
  return parsed.data
}

function describe(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ')
}
