import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { CrosschqFile } from './crosschq-schema.ts'
import { MappingFile } from './schema.ts'
import { WilloFile } from './willo-schema.ts'

export interface EditorSchema {
  readonly path: string
  readonly title: string
  readonly schema: z.ZodType
}

/** One for each kind of mapping file. */
export const editorSchemas: readonly EditorSchema[] = [
  {
    path: 'mappings/schema/charthop-ashby.schema.json',
    title: 'Hirewire mapping of ChartHop and Ashby',
    schema: MappingFile,
  },
  { path: 'mappings/schema/crosschq.schema.json', title: 'Hirewire templates of Crosschq', schema: CrosschqFile },
  { path: 'mappings/schema/willo-ashby.schema.json', title: 'Hirewire mapping of Willo and Ashby', schema: WilloFile },
]

/** What editors check and complete by. Draft 7: the newest that the YAML language server reads in full. */
export function jsonSchema({ schema, title }: EditorSchema): string {
  const document = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
  return `${JSON.stringify({ ...document, title }, null, 2)}\n`
}

export function writeJsonSchemas(): void {
  for (const schema of editorSchemas) writeFileSync(schema.path, jsonSchema(schema))
}
