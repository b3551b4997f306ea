import { type ErrorObject, Ajv2020 as JsonSchema } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { OpenApi } from './document.ts'

/** What is wrong with a value by the schema at this place of the document. */
export type Judge = (pointer: readonly string[], value: unknown) => readonly string[]

export function createJudge(document: OpenApi): Judge {
  const ajv = new JsonSchema({ strict: false, allErrors: true, validateFormats: true })
  formats.default(ajv)
  // Of one member of Ashby's document; no registry of formats has it.
  ajv.addFormat('currency', true)
  ajv.addSchema(document, 'document')
  return (pointer, value) => {
    const path = pointer.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
    const validate = ajv.getSchema(`document#/${path}`)
    if (!validate) throw new Error(`the document has no schema at ${path}`)
    return validate(value) ? [] : deepest(validate.errors ?? [])
  }
}

/** Of a choice that fails every branch complains; the one that came furthest is the one that was meant. */
function deepest(errors: readonly ErrorObject[]): string[] {
  const depth = ({ instancePath }: ErrorObject) => instancePath.split('/').length
  const furthest = Math.max(...errors.map(depth))
  return errors.filter((error) => depth(error) === furthest).map(describe)
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const member = params.unevaluatedProperty ?? params.additionalProperty
  return `body${instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*')}: ${message}${member === undefined ? '' : ` (${member})`}`
}
