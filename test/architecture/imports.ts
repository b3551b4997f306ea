/** One import, re-export, `import()` or `import('…')` type of a file. */
export interface Import {
  readonly from: string
  /** As written: a package's name or a relative path; `undefined` where it is computed. */
  readonly specifier: string | undefined
  readonly isTypeOnly: boolean
}

const statement = /^(?:import|export)\s+(type\s)?[^'"`;()]*?\bfrom\s*(['"])([^'"]+)\2/gm
const bare = /^import\s*(['"])([^'"]+)\1/gm
const call = /\bimport\(\s*(?:(['"])([^'"]+)\1)?/g

/** Reads the imports of a source as our formatter leaves it: statements begin at the start of a line. */
export function importsOf(from: string, source: string): readonly Import[] {
  const code = withoutComments(source)
  const found: Import[] = []
  for (const [, type, , specifier] of code.matchAll(statement))
    found.push({ from, specifier, isTypeOnly: Boolean(type) })
  for (const [, , specifier] of code.matchAll(bare)) found.push({ from, specifier, isTypeOnly: false })
  for (const [, , specifier] of withoutTexts(code).matchAll(call)) found.push({ from, specifier, isTypeOnly: false })
  return found
}

/** Comments may speak of anything. Strings and patterns are matched first, so that `//` within them stays. */
export function withoutComments(source: string): string {
  return source.replace(token, (found) => (/^\/[/*]/.test(found) ? ' ' : found))
}

/** Code within code, such as a script in a template, is not ours to judge; quoted specifiers stay. */
function withoutTexts(code: string): string {
  return code.replace(/`(?:[^`\\]|\\.)*`/gs, '``')
}

const token = new RegExp(
  [
    String.raw`/\*[\s\S]*?\*/`,
    String.raw`//[^\n]*`,
    String.raw`'(?:[^'\\\n]|\\.)*'`,
    String.raw`"(?:[^"\\\n]|\\.)*"`,
    '`(?:[^`\\\\]|\\\\[\\s\\S])*`',
    // A pattern can only stand where a value begins; elsewhere a slash divides.
    String.raw`(?<=[=(,:;!&|?{}[\n]\s*|return )/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/`,
  ].join('|'),
  'g',
)
