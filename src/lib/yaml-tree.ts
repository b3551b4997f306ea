import { Composer, type CST, type ErrorCode, Lexer, LineCounter, type ParsedNode, Parser } from 'yaml'
import type { Place } from './yaml-problem.ts'

const MAX_DEPTH = 64
/** Words and escapes in a file. Broken text costs about 10 µs each, so the worst file is refused within a second. */
const MAX_WORDS = 50_000

export interface YamlProblem {
  readonly offset: number
  readonly message: string
}

export interface YamlTree {
  readonly root: ParsedNode | null
  readonly problems: readonly YamlProblem[]
  place(offset: number): Place
}

/** Text to tree. Size and depth are bounded while the text is read, before anything is built that recursion walks. */
export function composeYaml(text: string): YamlTree {
  const lines = new LineCounter()
  lines.addNewLine(0)
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length))
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const read = readTokens(text, lines)
  if ('message' in read) return { root: null, problems: [read], place }
  return { ...compose(read.tokens, text.length), place }
}

function readTokens(text: string, lines: LineCounter): { tokens: CST.Token[] } | YamlProblem {
  const parser = new Parser(lines.addNewLine)
  const tokens: CST.Token[] = []
  let words = 0
  for (const word of new Lexer().lex(text)) {
    words += word.startsWith('"') ? word.split('\\').length : 1
    if (words > MAX_WORDS) return { offset: parser.offset, message: 'too much in one file; split it' }
    for (const token of parser.next(word)) tokens.push(token)
    if (parser.stack.length > MAX_DEPTH) return { offset: parser.offset, message: 'nested too deep' }
  }
  for (const token of parser.end()) tokens.push(token)
  return { tokens }
}

function compose(tokens: readonly CST.Token[], length: number): Pick<YamlTree, 'root' | 'problems'> {
  // `uniqueKeys` compares every key with every other; readNode looks for doubles with a set.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, schema: 'core', resolveKnownTags: false })
  const [document, second] = [...composer.compose(tokens, true, length)]
  const problems = document!.errors.map(({ pos, code }) => ({ offset: pos[0], message: SAYINGS[code] }))
  if (second) problems.push({ offset: second.range[0], message: SAYINGS.MULTIPLE_DOCS })
  // A `%YAML 1.1` line would turn `no` into false and 010 into eight.
  const directive = tokens.find(({ type }) => type === 'directive')
  if (directive) problems.push({ offset: directive.offset, message: SAYINGS.BAD_DIRECTIVE })
  return { root: document!.contents, problems }
}

/** Our words for the parser's: its own repeat parts of the text. */
const SAYINGS: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias (*) cannot have an anchor or a tag',
  BAD_ALIAS: 'aliases (*) are not read; a value that starts with this sign needs quotes',
  BAD_COLLECTION_TYPE: 'tags (!) are not read; remove it',
  BAD_DIRECTIVE: 'directives (%) are not read; remove the line',
  BAD_DQ_ESCAPE: 'unknown escape (\\) in double quotes; use single quotes or double the backslash',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_PROP_ORDER: 'anchors and tags must stand behind the sign they follow',
  BAD_SCALAR_START: 'no value may start with this sign; put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second "key: value" on one line; put the value in quotes or on its own line',
  BLOCK_IN_FLOW: 'a block cannot stand inside { } or [ ]',
  DUPLICATE_KEY: 'this key stands here twice',
  IMPOSSIBLE: 'cannot be read as YAML',
  KEY_OVER_1024_CHARS: 'the key is longer than 1024 characters',
  MISSING_CHAR: 'a closing sign, a quote, a comma or a space is missing',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line',
  MULTIPLE_ANCHORS: 'more than one anchor (&)',
  MULTIPLE_DOCS: 'a second document (---) in the file; keep one',
  MULTIPLE_TAGS: 'more than one tag (!)',
  NON_STRING_KEY: 'keys must be text',
  RESOURCE_EXHAUSTION: 'nested too deep',
  TAB_AS_INDENT: 'a tab is used as indentation; use spaces',
  TAG_RESOLVE_FAILED: 'tags (!) are not read; remove it',
  UNEXPECTED_TOKEN: 'something stands here that YAML does not expect; put the value in quotes',
}
