import type { Measure } from './measure.ts'

const widths = [70, 10, 9, 10]

/** Said once, above all measures. */
export function printTableHead(): void {
  printRow(['measure', 'result', 'target', '', 'how'])
  console.log('|---|---|---|---|---|')
}

/** Rows of one Markdown table, also to be read as they come. */
export function printTable(measures: readonly Measure[]): void {
  for (const { name, value, target = '', isMet, how } of measures) {
    const verdict = isMet === undefined ? '' : isMet ? 'met' : '**missed**'
    printRow([name, String(value), target || 'stated', verdict, how])
  }
}

function printRow(cells: readonly string[]): void {
  console.log(`| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`)
}
