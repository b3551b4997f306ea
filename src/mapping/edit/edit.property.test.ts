import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMapping } from '../load.ts'
import { editMapping } from './edit.ts'
import { MappingEdit } from './edits.ts'

/** A hand that writes entries in many ways, with a comment before and behind each that says which one it is of. */
const shapes: readonly ((code: string, title: string) => readonly string[])[] = [
  (code, title) => [`- { from: ${code}, to: ${title} } # of ${code}`],
  (code, title) => [`-   from:   ${code}`, `    to:   "${title}"    # of ${code}`],
  (code, title) => [`- to: { title: '${title}', type: String }`, `  from: "${code}"   # of ${code}`],
  (code, title) => [`- from: ${code}`, '  to: >-', `    ${title}`, '  transform:', `    - trim   # of ${code}`],
  (code, title) => ['-', `  from: ${code}`, '  transform: [', '    trim,', `  ]`, `  to: ${title}  # of ${code}`],
]

const codes = ['ab', 'cd', 'ef', 'gh', 'ij']

const file = fc
  .record({
    entries: fc.uniqueArray(fc.record({ code: fc.constantFrom(...codes), shape: fc.nat(shapes.length - 1) }), {
      selector: ({ code }) => code,
    }),
    indent: fc.constantFrom('', '  ', '     '),
    isWindows: fc.boolean(),
    ending: fc.constantFrom('', '\n', '\n# foot\n', '\nhires: [] # none\n# foot'),
  })
  .map(({ entries, indent, isWindows, ending }) => {
    const written = entries.flatMap(({ code, shape }) => [
      `${indent}# before ${code}`,
      ...shapes[shape]!(code, `Title ${code}`).map((line) => indent + line),
    ])
    const text = ['# head', 'version: 1 # one', 'openings: # fields', ...written].join('\n') + ending
    return { codes: entries.map(({ code }) => code), text: isWindows ? text.replaceAll('\n', '\r\n') : text }
  })

const title = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('<b>x</b>', "it's", '"q"', '# c', ': ', '- x', '{}', 'null', '~', '%', '\\', 'a: b #c'),
)

const edit = fc.uniqueArray(
  fc.record({ code: fc.constantFrom(...codes), title: fc.option(title, { nil: undefined }) }),
  {
    selector: ({ code }) => code,
  },
)

test('says exactly what was asked after any edits, and every comment of what stays is there', () => {
  fc.assert(
    fc.property(file, fc.array(edit, { minLength: 1, maxLength: 5 }), (start, edits) => {
      let { text } = start
      const known = new Map(start.codes.map((code) => [code, `Title ${code}`]))
      const untouched = new Set(start.codes)
      for (const fields of edits) {
        // Two fields with one title are another matter: the reader refuses them.
        const named = fields.map((field) => ({
          ...field,
          ...(field.title && { title: `${field.code} ${field.title}` }),
        }))
        const wanted = MappingEdit.safeParse({ type: 'fields', fields: named })
        if (!wanted.success) continue
        text = editMapping(text, wanted.data)
        if (wanted.data.type !== 'fields') throw new Error('another edit')
        const asked = new Map(wanted.data.fields.map(({ code, title }) => [code, title]))
        for (const code of known.keys()) if (!asked.has(code)) known.delete(code)
        for (const code of untouched) if (!asked.has(code)) untouched.delete(code)
        for (const [code, wish] of asked) known.set(code, wish ?? known.get(code) ?? code)

        const read = parseMapping(text, 'm.yaml').openings.map(({ from, title }) => [from, title])

        expect(read).toEqual([...known])
        for (const comment of start.text.match(/# (before .*|head|one|fields|foot|none)/g) ?? []) {
          expect(text).toContain(comment)
        }
        for (const code of untouched) expect(text).toContain(`# of ${code}`)
      }
    }),
    { numRuns: 300 },
  )
})
