import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { ConfigError } from './errors.ts'
import type { Json } from './json.ts'
import { conceal } from './yaml-opaque.ts'
import { type Path, type Place, type Problem, problemLines, sayPlace } from './yaml-problem.ts'
import { composeYaml } from './yaml-tree.ts'
import { findNode, readNode } from './yaml-value.ts'

const MAX_BYTES = 1024 * 1024

export interface YamlFile {
  readonly name: string
  readonly value: Json
  /** Where the value of this path stands, or the nearest thing around it that is there; 'key' asks for its name. */
  at(path: Path, part?: 'key' | 'value'): Place
  /** The same as `file:line:column`. */
  where(path: Path): string
}

export interface YamlOptions {
  /** Text of this form is one word, whatever YAML signs stand in it. */
  readonly opaque?: RegExp
}

/**
 * Reads a file that a person wrote. What is not plain YAML 1.2 with text keys is refused, so that the same text means
 * the same to everybody. A refusal never carries a value: the values may be secrets.
 */
export function readYaml(path: string, options: YamlOptions = {}): YamlFile {
  return parseYaml(readText(path), path, options)
}

export function parseYaml(text: string, name: string, options: YamlOptions = {}): YamlFile {
  const source = options.opaque ? conceal(text, options.opaque) : text
  if (source === undefined) throw new ConfigError(`${name}: has characters of Unicode's private use area (U+E000)`)
  const { root, problems: broken, place } = composeYaml(source)
  const { value, problems } = broken.length > 0 ? { value: null, problems: [] } : readNode(root)
  const all: Problem[] = [...broken, ...problems].map(({ offset, message }) => ({ at: place(offset), message }))
  if (all.length > 0) throw new ConfigError(problemLines(name, all).join('\n'))
  const at = (path: Path, part: 'key' | 'value' = 'value') => place(findNode(root, path, part))
  return { name, value, at, where: (path) => sayPlace(name, at(path)) }
}

/** The text of a file, unless it is too large to be read at all or no text. */
export function readText(path: string): string {
  const bytes = readBytes(path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new ConfigError(`${path}: is not UTF-8 text`, { cause })
  }
}

function readBytes(path: string): Buffer {
  // Non-blocking, or opening a pipe would wait for a writer for ever.
  const file = open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(file)
    if (!stat.isFile()) throw new ConfigError(`${path}: is not a file`)
    if (stat.size > MAX_BYTES) {
      throw new ConfigError(`${path}: has ${stat.size} bytes, more than the ${MAX_BYTES} that are read; split it`)
    }
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

function open(path: string, flags: number): number {
  try {
    return openSync(path, flags)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw new ConfigError(`${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be opened (${code})`}`, { cause })
  }
}
