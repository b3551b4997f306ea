const FIELDS: readonly { readonly from: number; readonly to: number; readonly names: readonly string[] }[] = [
  { from: 0, to: 59, names: [] },
  { from: 0, to: 23, names: [] },
  { from: 1, to: 31, names: [] },
  { from: 1, to: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { from: 0, to: 7, names: 'sun mon tue wed thu fri sat'.split(' ') },
]

/** Five fields (minute, hour, day, month, weekday) of lists, ranges and steps. No seconds: a tick is never that close. */
export function isCronExpression(text: string): boolean {
  const fields = text.trim().split(/ +/)
  return text.length <= 200 && fields.length === FIELDS.length && fields.every(isField)
}

function isField(text: string, index: number): boolean {
  return text.split(',').every((part) => isPart(part, index))
}

function isPart(part: string, index: number): boolean {
  const [range = '', step, ...more] = part.split('/')
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d?$/.test(step))) return false
  if (range === '*') return true
  const ends = range.split('-').map((end) => numberOf(end, index))
  if (ends.some(Number.isNaN) || ends.length > 2) return false
  // A step needs something to step through: `5/10` means different things to different crons.
  return ends.length === 2 ? ends[0]! <= ends[1]! : step === undefined
}

function numberOf(text: string, index: number): number {
  const { from, to, names } = FIELDS[index]!
  const name = names.indexOf(text.toLowerCase())
  const value = name === -1 ? (/^\d{1,2}$/.test(text) ? Number(text) : Number.NaN) : name + from
  return value >= from && value <= to ? value : Number.NaN
}
