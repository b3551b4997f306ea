import type { YamlFile } from '../lib/yaml-file.ts'
import type { Problem } from '../lib/yaml-problem.ts'
import { doubles } from './doubles.ts'
import type { Warning } from './mapping-text.ts'
import { triggerKey } from './trigger-schema.ts'
import type { WilloFile } from './willo-schema.ts'

/** What stands twice would be changed in one place and stay in the other. */
export function willoConflicts({ interviews }: WilloFile, file: YamlFile): Problem[] {
  const same = doubles(interviews, ({ interview }) => interview).map(({ index, first }) => ({
    at: file.at(['interviews', index, 'interview']),
    message: `interviews[${index}].interview: line ${file.at(['interviews', first]).line} has this interview already; put the triggers there`,
  }))
  const sameTriggers = interviews.flatMap(({ triggers }, index) =>
    doubles(triggers, triggerKey).map(({ index: second, first }) => ({
      at: file.at(['interviews', index, 'triggers', second]),
      message: `says the same as line ${file.at(['interviews', index, 'triggers', first]).line}; remove one`,
    })),
  )
  return [...same, ...sameTriggers]
}

/** Allowed, and seldom meant. */
export function willoWarnings({ interviews }: WilloFile, file: YamlFile): Warning[] {
  const all = interviews.flatMap(({ triggers }, index) =>
    triggers.map((trigger, at) => ({ key: triggerKey(trigger), path: ['interviews', index, 'triggers', at] })),
  )
  return doubles(all, ({ key }) => key).map(({ index, first }) => {
    const line = file.at(all[first]?.path ?? []).line
    return {
      at: file.where(all[index]?.path ?? []),
      message: `line ${line} has this job and stage too: whoever arrives is invited to both interviews`,
    }
  })
}
