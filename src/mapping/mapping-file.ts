import { ConfigError } from '../lib/errors.ts'
import { readText } from '../lib/yaml-file.ts'
import { type Mapping, parseMapping } from './load.ts'

export interface MappingFile {
  /** The newest mapping that can be used, and what is wrong with the file when that is not its present text. */
  current(): { readonly mapping: Mapping; readonly problem?: string }
}

interface State {
  readonly text: string | undefined
  readonly mapping: Mapping
  readonly problem?: string
}

/**
 * A mapping that follows its file: read anew when it is asked for, so an edit counts from the next run on without a
 * restart. A file that became wrong, or is gone, changes nothing but `problem`, which `onProblem` hears once. The
 * first read throws.
 */
export function createMappingFile(path: string, onProblem: (problem: string) => void = () => {}): MappingFile {
  let state = first(path)
  return {
    current() {
      const next = read(path, state)
      if (next.problem !== undefined && next.problem !== state.problem) onProblem(next.problem)
      state = next
      return { mapping: state.mapping, problem: state.problem }
    },
  }
}

function first(path: string): State {
  const text = readText(path)
  return { text, mapping: parseMapping(text, path) }
}

/** The text decides, not its time: two edits within one tick of the clock are two edits, and a touch is none. */
function read(path: string, state: State): State {
  try {
    const text = readText(path)
    return text === state.text ? state : { text, ...reparse(text, path, state.mapping) }
  } catch (error) {
    return { text: undefined, mapping: state.mapping, problem: problemOf(error) }
  }
}

function reparse(text: string, path: string, last: Mapping): Omit<State, 'text'> {
  try {
    return { mapping: parseMapping(text, path) }
  } catch (error) {
    return { mapping: last, problem: problemOf(error) }
  }
}

function problemOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  throw error
}
