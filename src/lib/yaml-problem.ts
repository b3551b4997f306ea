const MAX_LINES = 50

export type Path = readonly (string | number)[]

export interface Place {
  readonly line: number
  readonly column: number
}

export interface Problem {
  readonly at: Place
  readonly message: string
}

/** `file:line:column message`, in the order of the file, each once; a broken file does not flood the screen. */
export function problemLines(file: string, problems: readonly Problem[]): string[] {
  const sorted = problems.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
  const lines = [...new Set(sorted.map(({ at, message }) => `${sayPlace(file, at)} ${message}`))]
  if (lines.length <= MAX_LINES) return lines
  return [...lines.slice(0, MAX_LINES), `${file}: and ${lines.length - MAX_LINES} more problems`]
}

export function sayPlace(file: string, { line, column }: Place): string {
  return `${file}:${line}:${column}`
}

/** A path as people write it: `connections[0].ashby.apiKey`. */
export function sayPath(path: Path): string {
  return path.reduce<string>((said, step) => {
    if (typeof step === 'number') return `${said}[${step}]`
    return said === '' ? step : `${said}.${step}`
  }, '')
}

/**
 * A name that a person wrote, if it may be shown. In `{ org: acme, token:abc }` a forgotten space makes the secret
 * part of the key, so only what looks like a name is repeated.
 */
export function showName(name: string): string | undefined {
  return /^[A-Za-z][A-Za-z_-]{0,23}$/.test(name) ? `"${name}"` : undefined
}
