import type { Measure } from './measure.ts'

export function printTable(measures: readonly Measure[]): void {
  for (const { name, value, target = '', isMet, how } of measures) {
    const verdict = isMet === undefined ? '' : isMet ? 'met' : 'MISSED'
    console.log(`${name.padEnd(58)} ${String(value).padStart(10)}  ${target.padEnd(9)} ${verdict.padEnd(7)} ${how}`)
  }
}
