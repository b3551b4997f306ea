import type { OpenApi } from './document.ts'
import type { Exception } from './exception.ts'
import type { Schema } from './schema.ts'

export const smartRecruitersExceptions: readonly Exception[] = [
  {
    system: 'smartrecruiters',
    what: '`nextPageId` is null on the last page',
    why: 'what stands there is documented nowhere; "" was seen in use, and null is as likely as nothing',
    handled: 'null, "" and nothing all end a list (paging.ts)',
    correct: withoutNextPage,
  },
  {
    system: 'smartrecruiters',
    what: "a free-text job field shows its text as the value's `value`",
    why: 'the document describes the values of choices; how free text stands there is documented nowhere',
    handled: 'label, value, a bare text and the id are read in this order (job-fields.ts)',
    correct: withTextValue,
  },
]

const NULLABLE_TEXT: Schema = { type: 'string', nullable: true }

/** In each of the paged lists; the envelope of messages stands with its call. */
function withoutNextPage(document: OpenApi): OpenApi {
  return JSON.parse(JSON.stringify(document), (key, value) => (key === 'nextPageId' ? NULLABLE_TEXT : value)) as OpenApi
}

function withTextValue(document: OpenApi): OpenApi {
  const { schemas } = document.components
  const shown = schemas.JobProperty as {
    readonly properties: { readonly value: { readonly anyOf: readonly Schema[] } }
  }
  const text = { type: 'object', properties: { value: { type: 'string' } }, required: ['value'] }
  const value = { ...shown.properties.value, anyOf: [...shown.properties.value.anyOf, text] }
  const JobProperty = { ...shown, properties: { ...shown.properties, value } }
  return { ...document, components: { ...document.components, schemas: { ...schemas, JobProperty } } }
}
