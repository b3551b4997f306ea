import { type Html, html } from './html.ts'
import type { TextProblem } from './mapping.ts'
import { problemWords } from './mapping.ts'
import { counted } from './parts.ts'
import { type DiffLine, diffLines } from './text-diff.ts'

/** How many lines around one that matters are shown with it. */
const AROUND = 2

/** What was taken out and put in, with the lines around it. */
export function textDiff(before: string, after: string): Html {
  const lines = diffLines(before, after)
  const changed = lines.flatMap(({ type }, index) => (type === 'same' ? [] : [index]))
  if (changed.length === 0) return html`<p>Both texts are the same.</p>`
  const count = (type: DiffLine['type']) => lines.filter((line) => line.type === type).length
  const seen = around(changed, lines.length)
  return html`<p>${counted(count('in'), 'line')} put in, ${counted(count('out'), 'line')} taken out.</p>
    <pre class="diff" tabindex="0" role="region" aria-label="Changed lines">${seen.map((index) => (index === undefined ? gap : diffLine(lines[index]!)))}</pre>`
}

const signs = { same: ' ', out: '−', in: '+' } as const

function diffLine({ type, text }: DiffLine): Html {
  const line = `${signs[type]} ${text}\n`
  if (type === 'out') return html`<del>${line}</del>`
  return type === 'in' ? html`<ins>${line}</ins>` : line
}

const gap = html`<span class="gap">…${'\n'}</span>`

/** Each problem, and the lines it speaks of with their numbers. */
export function textProblems(text: string, problems: readonly TextProblem[]): Html {
  const lines = text.split('\n')
  const wrong = new Set(problems.map(({ line }) => line - 1))
  const seen = around([...wrong], lines.length)
  const width = String(lines.length).length
  const numbered = (index: number) => `${String(index + 1).padStart(width)}  ${lines[index]}\n`
  return html`<div class="problem" id="problems" role="alert">
      <p>${counted(problems.length, 'problem')}, so this text cannot be used:</p>
      <ul>${problems.map((problem) => html`<li>${problemWords(problem)}</li>`)}</ul>
    </div>
    ${
      text !== '' &&
      html`<pre class="diff" tabindex="0" role="region" aria-label="The lines with problems">${seen.map((index) => {
        if (index === undefined) return gap
        return wrong.has(index) ? html`<mark>${numbered(index)}</mark>` : numbered(index)
      })}</pre>`
    }`
}

/** The given lines with those around them, in order; undefined where some are left out between. */
function around(indexes: readonly number[], length: number): readonly (number | undefined)[] {
  const near = indexes.flatMap((index) => Array.from({ length: 2 * AROUND + 1 }, (_, step) => index - AROUND + step))
  const seen = [...new Set(near)].filter((index) => index >= 0 && index < length).sort((a, b) => a - b)
  return seen.flatMap((index, at) => (at > 0 && seen[at - 1]! < index - 1 ? [undefined, index] : [index]))
}

/** A browser drops the first line break of a box and sends all of them in its own way. */
export function boxText(text: string): string {
  return text.startsWith('\n') ? `\n${text}` : text
}

export function sentText(sent: string, like: string): string {
  const text = sent.replaceAll(/\r\n?/g, '\n')
  return like.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text
}
