/** A line of a text that became another one. */
export interface DiffLine {
  readonly type: 'same' | 'out' | 'in'
  readonly text: string
}

/** Above this many pairs of lines the middle is shown as taken out and put in again: nobody reads such a change by line. */
const MOST_PAIRS = 4_000_000

/** What was taken out and put in, line by line, by the longest common subsequence of what lies between the equal ends. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const head = commonHead(old, now)
  const tail = commonHead(old.slice(head).reverse(), now.slice(head).reverse())
  const middle = diffMiddle(old.slice(head, old.length - tail), now.slice(head, now.length - tail))
  return [...lined('same', old.slice(0, head)), ...middle, ...lined('same', old.slice(old.length - tail))]
}

function commonHead(a: readonly string[], b: readonly string[]): number {
  const differs = a.findIndex((line, index) => line !== b[index])
  return differs === -1 ? Math.min(a.length, b.length) : differs
}

function diffMiddle(old: readonly string[], now: readonly string[]): readonly DiffLine[] {
  if (old.length * now.length > MOST_PAIRS) return [...lined('out', old), ...lined('in', now)]
  const common = commonLengths(old, now)
  const lines: DiffLine[] = []
  for (let [i, j] = [0, 0]; i < old.length || j < now.length; ) {
    const isSame = i < old.length && old[i] === now[j]
    const isOut = !isSame && i < old.length && common[i + 1]![j]! >= common[i]![j + 1]!
    lines.push({ type: isSame ? 'same' : isOut ? 'out' : 'in', text: (isOut ? old[i] : now[j])! })
    if (isSame || isOut) i += 1
    if (!isOut) j += 1
  }
  return lines
}

function lined(type: DiffLine['type'], lines: readonly string[]): readonly DiffLine[] {
  return lines.map((text) => ({ type, text }))
}

/** Of each pair of places, how many lines the texts from there on have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly Uint32Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 2))
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      lengths[i]![j] =
        old[i] === now[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
    }
  }
  return lengths
}
