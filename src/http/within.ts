import { refuse } from './problem.ts'

/** A database that neither answers nor refuses must not keep a caller waiting: 503, and the question is left behind. */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late')
  })
  const first = await Promise.race([answer.then((value) => ({ value })), late]).finally(() => clearTimeout(timer))
  if (first !== 'late') return first.value
  answer.catch(() => undefined)
  refuse(503, 'unavailable', 'the database does not answer; try again', { 'retry-after': '30' })
}
