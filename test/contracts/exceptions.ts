import type { OpenApi } from './document.ts'
import { type Exception, json, withAnswer, withOperation, withRequest } from './exception.ts'
import { partnerExceptions } from './exceptions-ashby-partner.ts'
import { crosschqExceptions } from './exceptions-crosschq.ts'
import { leverExceptions } from './exceptions-lever.ts'
import { smartRecruitersExceptions } from './exceptions-smartrecruiters.ts'
import { willoExceptions } from './exceptions-willo.ts'
import type { Schema } from './schema.ts'

/** Each must be needed by something that was sent or answered: a test fails for one that is not. */
export const exceptions: readonly Exception[] = [
  {
    system: 'ashby',
    what: 'opening.update is sent null for a team or a date that has become empty',
    why: 'the page says text, and neither an id nor a date has an empty text; opening.create does take null',
    handled: 'sent last and alone (opening-plan.ts), so that a refusal keeps nothing else from being written',
    correct: (document) =>
      withRequest(document, '/opening.update', {
        teamId: { type: ['string', 'null'] },
        targetHireDate: { type: ['string', 'null'] },
        targetStartDate: { type: ['string', 'null'] },
      }),
  },
  {
    system: 'ashby',
    what: 'a Location field shows country, region and city',
    why: 'customField.setValue takes these three; the page of the value shown later lists no such form',
    handled: 'a Location field cannot be mapped, and its values are passed over (values.ts, kindOf)',
    correct: (document) => withLocationValue(document),
  },
  {
    system: 'ashby',
    what: 'a request that is no JSON object is refused with 400',
    why: 'pages of endpoints know status 200 alone; which status a malformed request gets is nowhere said',
    handled: 'success: false decides, whatever the status (envelope.ts)',
    correct: (document) => withAnswer(document, '400', ENVELOPE),
  },
  ...partnerExceptions,
  {
    system: 'ashby',
    what: '401 without a key, 403 for an unknown key or a missing permission',
    why: 'told at /reference/authentication and not at the endpoints; the bodies are not told, a text is possible',
    handled: 'the status says enough, and a permission is named where the body names it (call.ts, judge)',
    correct: (document) => withAnswer(withAnswer(document, '401', TEXT), '403', { anyOf: [TEXT, ENVELOPE] }),
  },
  {
    system: 'ashby',
    what: '429 when calls come too fast',
    why: 'told in the changelog and not at the endpoints; neither form nor numbers are told',
    handled: 'waited out by Retry-After or a back-off, the body is not looked at (lib/http-client.ts)',
    correct: (document) => withAnswer(document, '429', {}),
  },
  {
    system: 'charthop',
    what: '401 for an unknown token and 403 where an app may not, at any call',
    why: 'the document lists them for some calls and not for others, without a pattern',
    handled: 'both mean the same everywhere and end the run with what to do (answers.ts)',
    correct: (document) => withAnswer(withAnswer(document, '401', ERROR), '403', ERROR),
  },
  {
    system: 'charthop',
    what: '404 for an event, a process or the access of an organisation that does not exist',
    why: 'these three look-ups list no refusal for it, all others do',
    handled: 'none of the three is called by the client',
    correct: (document) => withAnswer(document, '404', ERROR),
  },
  {
    system: 'charthop',
    what: '429 when calls come too fast',
    why: 'no limit is published, and every API has one',
    handled: 'waited out by Retry-After or a back-off, the body is not looked at (lib/http-client.ts)',
    correct: (document) => withAnswer(document, '429', ERROR),
  },
  {
    system: 'charthop',
    what: "the call for an organisation's access has a body",
    why: 'the document gives no form for it; the sandbox answers the id and the level',
    handled: 'not called by the client, which reads its access from /v1/user/me (access.ts)',
    correct: (document) =>
      withOperation(document, '/v1/org/{orgId}/access', 'get', (operation) => ({
        ...operation,
        responses: { ...operation.responses, '200': json({ type: 'object' }) },
      })),
  },
  ...willoExceptions,
  ...crosschqExceptions,
  ...leverExceptions,
  ...smartRecruitersExceptions,
]

const ENVELOPE: Schema = { $ref: '#/components/schemas/ErrorEnvelope' }
const ERROR: Schema = { $ref: '#/components/schemas/Error' }
const TEXT: Schema = { type: 'string' }

function withLocationValue(document: OpenApi): OpenApi {
  const { schemas } = document.components
  const shown = schemas.CustomFieldValue as { readonly properties: { readonly value: { readonly anyOf: Schema[] } } }
  const text = { type: 'string' }
  const location = { type: 'object', properties: { country: text, region: text, city: text } }
  const value = { ...shown.properties.value, anyOf: [...shown.properties.value.anyOf, location] }
  const CustomFieldValue = { ...shown, properties: { ...shown.properties, value } }
  return { ...document, components: { ...document.components, schemas: { ...schemas, CustomFieldValue } } }
}
