import { Problem } from '../problem.ts'

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
})

/** In every route's description: what is not as asked comes as problem details. */
export const refusals = {
  '4xx': problem('Refused; `detail` says why and what to do.'),
  '5xx': problem('Trouble here; the same request may succeed later.'),
}
