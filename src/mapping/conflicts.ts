import type { YamlFile } from '../lib/yaml-file.ts'
import type { Path, Problem } from '../lib/yaml-problem.ts'
import type { MappingFile } from './schema.ts'

interface Writer {
  readonly path: Path
  readonly from: string
  readonly target: string
}

/** What entries that are fine by themselves do to one another: two writers of one field, and loops (fault M1). */
export function conflicts({ openings, hires }: MappingFile, file: YamlFile): Problem[] {
  const toAshby = openings.map(({ from, to }, index) => writer(['openings', index], from, to.title))
  const toChartHop = hires.map(({ from, to }, index) => writer(['hires', index], `${from.object}.${from.title}`, to))
  return [...doubleWriters(toAshby, file), ...doubleWriters(toChartHop, file), ...loops(toAshby, toChartHop, file)]
}

/** Names are compared as the vendors do: ChartHop ignores the case of codes, and people do not see it in titles. */
function writer(path: Path, from: string, target: string): Writer {
  return { path, from: from.toLowerCase(), target: target.toLowerCase() }
}

function doubleWriters(writers: readonly Writer[], file: YamlFile): Problem[] {
  const first = new Map<string, Writer>()
  return writers.flatMap((one) => {
    const other = first.get(one.target)
    if (!other) {
      first.set(one.target, one)
      return []
    }
    const line = `line ${file.at(other.path).line}`
    const message = one.from === other.from ? `says the same as ${line}; remove one` : `${line} writes this field too`
    return [{ at: file.at([...one.path, 'to']), message }]
  })
}

function loops(toAshby: readonly Writer[], toChartHop: readonly Writer[], file: YamlFile): Problem[] {
  return toChartHop.flatMap((one) => {
    const reader = toAshby.find(({ from }) => from === one.target)
    if (!reader) return []
    const message = `line ${file.at(reader.path).line} sends this field to Ashby; a field goes one way only`
    return [{ at: file.at([...one.path, 'to']), message }]
  })
}
