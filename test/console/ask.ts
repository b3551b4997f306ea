import type { DemoOptions } from '../../src/cli/demo/config-text.ts'

export const roles = ['read', 'operate', 'approve'] as const
export type Role = (typeof roles)[number]

const names = { read: 'reader', operate: 'operator', approve: 'approver' } as const

/** Of the people who may sign in to the console's world. */
export const tokens = roles.map((role) => ({
  ...{ name: names[role], role, token: `${role}-token-of-the-console-0123456789` },
})) satisfies DemoOptions['tokens']

/** Where the console's daemon listens. */
export interface Address {
  readonly url: string
}

export function tokenOf(role: Role): string {
  return tokens.find((token) => token.role === role)!.token
}

/** A call of the API with the token of that role; what is no success fails the test. */
export async function ask<T>({ url }: Address, role: Role, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${tokenOf(role)}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}

/** Asks for a run as the button does, and waits for its end. */
export async function runToEnd(world: Address, connection: string): Promise<string> {
  const { runId } = await ask<{ readonly runId: string }>(world, 'operate', `/connections/${connection}/sync`, {})
  await until(`the end of a run of ${connection}`, async () => {
    const { finishedAt } = await ask<{ readonly finishedAt: string | null }>(world, 'read', `/runs/${runId}`)
    return finishedAt ?? undefined
  })
  return runId
}

/** Undefined while a run of any connection goes on or waits. */
export async function nothingRuns(world: Address): Promise<true | undefined> {
  const { data } = await ask<{ readonly data: readonly { readonly finishedAt: string | null }[] }>(
    ...([world, 'read', '/runs'] as const),
  )
  return data.every(({ finishedAt }) => finishedAt !== null) || undefined
}

export async function until<T>(what: string, look: () => Promise<T | undefined>, withinMs = 60_000): Promise<T> {
  const end = Date.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`waited ${withinMs / 1_000} s for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
