/** What was asked for: standard output, so that it can be piped. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** What a person should know meanwhile: standard error, out of the way of the answer. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** Columns side by side, each as wide as its widest cell; no spaces at the end of a line. */
export function table(rows: readonly (readonly string[])[], indent = ''): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, at) => Math.max(cell.length, widest[at] ?? 0)),
    [],
  )
  return rows
    .map((row) => (indent + row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')).trimEnd())
    .join('\n')
}

/** "3 created", or nothing where there is none. */
export function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}`
}

export function listed(parts: readonly string[], otherwise: string): string {
  const said = parts.filter((part) => part !== '')
  return said.length === 0 ? otherwise : said.join(', ')
}

/** `2 min ago`; the exact time is in the JSON. */
export function ago(iso: string, now = Date.now()): string {
  return `${duration(now - Date.parse(iso))} ago`
}

export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`
  return seconds < 48 * 3_600 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`
}
