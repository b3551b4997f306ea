import { ConfigError } from '../lib/errors.ts'
import { readText } from '../lib/yaml-file.ts'

export interface MappingFile<Mapping> {
  /** The newest mapping that can be used, and what is wrong with the file when that is not its present text. */
  current(): { readonly mapping: Mapping; readonly problem?: string }
}

/** Text and file name to a mapping; throws ConfigError. */
export type ParseMapping<Mapping> = (text: string, name: string) => Mapping

interface Source<Mapping> {
  readonly path: string
  readonly parse: ParseMapping<Mapping>
}

interface State<Mapping> {
  readonly text: string | undefined
  readonly mapping: Mapping
  readonly problem?: string
}

/**
 * A mapping that follows its file: read anew when it is asked for, so an edit counts from the next run on without a
 * restart. A file that became wrong, or is gone, changes nothing but `problem`, which `onProblem` hears once. The
 * first read throws.
 */
export function createMappingFile<Mapping>(
  path: string,
  parse: ParseMapping<Mapping>,
  onProblem: (problem: string) => void = () => {},
): MappingFile<Mapping> {
  const source = { path, parse }
  let state = first(source)
  return {
    current() {
      const next = read(source, state)
      if (next.problem !== undefined && next.problem !== state.problem) onProblem(next.problem)
      state = next
      return { mapping: state.mapping, problem: state.problem }
    },
  }
}

function first<Mapping>({ path, parse }: Source<Mapping>): State<Mapping> {
  const text = readText(path)
  return { text, mapping: parse(text, path) }
}

/** The text decides, not its time: two edits within one tick of the clock are two edits, and a touch is none. */
function read<Mapping>(source: Source<Mapping>, state: State<Mapping>): State<Mapping> {
  try {
    const text = readText(source.path)
    return text === state.text ? state : { text, ...reparse(text, source, state.mapping) }
  } catch (error) {
    return { text: undefined, mapping: state.mapping, problem: problemOf(error) }
  }
}

function reparse<Mapping>(text: string, { path, parse }: Source<Mapping>, last: Mapping): Omit<State<Mapping>, 'text'> {
  try {
    return { mapping: parse(text, path) }
  } catch (error) {
    return { mapping: last, problem: problemOf(error) }
  }
}

function problemOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  throw error
}
