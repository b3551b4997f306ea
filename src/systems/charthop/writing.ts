import { RejectedRecordError } from '../../lib/errors.ts'
import type { HttpClient, HttpRequest } from '../../lib/http-client.ts'
import type { Json } from '../../lib/json.ts'
import { checkWritten, writtenId } from './answers.ts'
import { canStandInPath } from './reading.ts'
import { isRow } from './row.ts'

export interface Written {
  readonly id?: string
  readonly requestId?: string
}

export interface NewPerson {
  readonly first?: string
  readonly last: string
  readonly email: string
  /** With its country code, or ChartHop does not recognise it (https://docs.charthop.com). */
  readonly phone?: string
}

export interface Placement {
  readonly type: 'HIRE' | 'MOVE'
  readonly jobId: string
  readonly personId: string
  readonly date: string
  /** MOVE: the job the person comes from. */
  readonly otherJobId?: string
}

export type PersonBody = 'dotted' | 'contacts'

export interface Writing {
  createPerson(person: NewPerson): Promise<Written>
  validatePlacement(placement: Placement): Promise<void>
  place(placement: Placement): Promise<Written>
  updateJob(id: string, values: Readonly<Record<string, Json>>, date?: string): Promise<Written>
  updatePerson(id: string, values: Readonly<Record<string, Json>>, date?: string): Promise<Written>
}

export function createWriting(http: HttpClient, org: string, personBody: PersonBody): Writing {
  async function createPerson(person: NewPerson): Promise<Written> {
    const request: HttpRequest = {
      method: 'POST',
      path: `/v2/org/${org}/person`,
      template: '/v2/org/{orgId}/person',
      body: PERSON_BODIES[personBody](person),
      effect: 'once',
    }
    const answer = await http.send(request)
    return { id: writtenId(request, answer), requestId: answer.requestId }
  }

  async function validatePlacement(placement: Placement): Promise<void> {
    await sendChange((type) => `${type}/validate`, placement, 'read')
  }

  /** Creates the change only where there is none such yet, so it may be sent again. */
  async function place(placement: Placement): Promise<Written> {
    const { body, requestId } = await sendChange((type) => `sync/${type}`, placement, 'repeatable')
    return { id: isRow(body) && typeof body.id === 'string' ? body.id : undefined, requestId }
  }

  /** The reference does not say in which case the type stands in the path: as its enum has it, else in lower case. */
  async function sendChange(tail: (type: string) => string, placement: Placement, effect: 'read' | 'repeatable') {
    const { type, ...body } = placement
    const requestFor = (word: string): HttpRequest => ({
      method: 'POST',
      path: `/v1/org/${org}/change/${tail(word)}`,
      template: `/v1/org/{orgId}/change/${tail('{type}')}`,
      body,
      effect,
    })
    const first = await http.send(requestFor(type))
    const answer = first.status === 404 ? await http.send(requestFor(type.toLowerCase())) : first
    checkWritten(requestFor(type), answer)
    return answer
  }

  async function update(kind: 'job' | 'person', id: string, values: Readonly<Record<string, Json>>, date?: string) {
    if (!canStandInPath(id)) throw new RejectedRecordError(`A ${kind} id that ChartHop cannot have given`)
    const request: HttpRequest = {
      method: 'PATCH',
      path: `/v2/org/${org}/${kind}/${id}`,
      template: `/v2/org/{orgId}/${kind}/{${kind}Id}`,
      query: { date },
      body: values,
      effect: 'repeatable',
    }
    const answer = await http.send(request)
    checkWritten(request, answer)
    return { id, requestId: answer.requestId }
  }

  return {
    createPerson,
    validatePlacement,
    place,
    updateJob: (id, values, date) => update('job', id, values, date),
    updatePerson: (id, values, date) => update('person', id, values, date),
  }
}

/** The keys of a new person are not in the reference; these are the two likely forms. Unverified. */
const PERSON_BODIES: Readonly<Record<PersonBody, (person: NewPerson) => Json>> = {
  dotted: ({ first, last, email, phone }) => ({
    name: { first, last },
    'contact.homeEmail': email,
    'contact.mobilePhone': phone,
  }),
  contacts: ({ first, last, email, phone }) => ({
    name: { first, last },
    contacts: [
      { type: 'HOME_EMAIL', value: email, format: 'EMAIL' },
      ...(phone === undefined ? [] : [{ type: 'MOBILE_PHONE', value: phone, format: 'PHONE' }]),
    ],
  }),
}
