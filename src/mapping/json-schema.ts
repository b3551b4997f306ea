import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { MappingFile } from './schema.ts'

export const MAPPING_SCHEMA_PATH = 'mappings/schema/charthop-ashby.schema.json'

/** What editors check and complete by. Draft 7: the newest that the YAML language server reads in full. */
export function mappingJsonSchema(): string {
  const schema = z.toJSONSchema(MappingFile, { io: 'input', target: 'draft-7' })
  return `${JSON.stringify({ ...schema, title: 'Hirewire mapping of ChartHop and Ashby' }, null, 2)}\n`
}

export function writeMappingSchema(path: string = MAPPING_SCHEMA_PATH): void {
  writeFileSync(path, mappingJsonSchema())
}
