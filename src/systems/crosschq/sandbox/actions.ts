import { readDraft } from './draft.ts'
import {
  answer,
  cancel,
  complete,
  conclude,
  fillSelfReference,
  makePastDue,
  type ReferenceDraft,
} from './life-cycle.ts'
import type { HiringStatus, Person, Prospect, ReferenceRequest, Survey, Template } from './model.ts'
import { addRequest, changeRequest, type State } from './state.ts'
import { surveyFrom } from './surveys.ts'

/** What candidates, references and recruiters do on Crosschq's pages. Each sets off mails and webhooks as there. */
export interface Actions {
  /** A user of the account, who may be a requestor. */
  addPerson(person: Pick<Person, 'email'> & Partial<Person>): Person
  removePerson(email: string): void
  addSurvey(survey: Parameters<typeof surveyFrom>[0]): Survey
  removeSurvey(codename: string): void
  addTemplate(template: Pick<Template, 'name'> & Partial<Template>): Template
  removeTemplate(id: string): void
  addProspect(prospect?: Partial<Prospect>): Prospect
  /** A request that no ATS asked for; takes the body of the API's create call. */
  requestInCrosschq(body: object): ReferenceRequest
  /** The candidate answers and names references; as many as were asked for when none are given. */
  selfReference(requestId: string, references?: readonly ReferenceDraft[]): ReferenceRequest
  /** The reference at this place answers; the first outstanding one when it is left out. */
  answerReference(requestId: string, at?: number): ReferenceRequest
  conclude(requestId: string): ReferenceRequest
  /** Self-reference and all references at once. */
  complete(requestId: string, report?: { readonly score?: unknown; readonly withPdf?: boolean }): ReferenceRequest
  pastDue(requestId: string): ReferenceRequest
  cancelInCrosschq(requestId: string): ReferenceRequest
  setHiringStatus(requestId: string, status: HiringStatus): ReferenceRequest
}

export function createActions(state: State): Actions {
  const find = (id: string): ReferenceRequest => {
    const found = state.requests.get(id)
    if (found === undefined) throw new Error('no such reference request')
    return found
  }
  return {
    ...createSettingUp(state),
    requestInCrosschq: (body) => addRequest(state, readDraft(state, body), 'crosschq'),
    selfReference: (id, references) => fillSelfReference(state, find(id), references),
    answerReference: (id, at) => answer(state, find(id), at),
    conclude: (id) => conclude(state, find(id)),
    complete: (id, report = {}) => complete(state, find(id), report),
    pastDue: (id) => makePastDue(state, find(id)),
    cancelInCrosschq: (id) => cancel(state, find(id)),
    setHiringStatus: (id, hiringStatus) =>
      changeRequest(state, find(id), { hiringStatus, hiringStatusAt: state.clock.now() }),
  }
}

type SettingUp = Pick<
  Actions,
  'addPerson' | 'removePerson' | 'addSurvey' | 'removeSurvey' | 'addTemplate' | 'removeTemplate' | 'addProspect'
>

function createSettingUp(state: State): SettingUp {
  return {
    addPerson: (given) => {
      const person = { first_name: 'Rita', last_name: 'Recruiter', ...given }
      state.people.set(person.email.toLowerCase(), person)
      return person
    },
    removePerson: (email) => void state.people.delete(email.toLowerCase()),
    addSurvey: (given) => {
      const survey = surveyFrom(given)
      state.surveys.set(survey.codename, survey)
      return survey
    },
    removeSurvey: (codename) => void state.surveys.delete(codename),
    addTemplate: (given) => {
      const template = {
        ...BLANK_TEMPLATE,
        id: state.ids.uuid('template'),
        ats_tag: given.name.toLowerCase(),
        ...given,
      }
      state.templates.push(template)
      return template
    },
    removeTemplate: (id) => {
      const at = state.templates.findIndex((template) => template.id === id)
      if (at !== -1) state.templates.splice(at, 1)
    },
    addProspect: (given = {}) => {
      const created_at = new Date(state.clock.now()).toISOString()
      const prospect = { ...BLANK_PROSPECT, id: state.ids.uuid('prospect'), created_at, ...given }
      state.prospects.push(prospect)
      return prospect
    },
  }
}

const BLANK_TEMPLATE = {
  description: null,
  job_position: null,
  jobrole: 'software-engineer',
  config_params: { managers: 1, peers: 1 },
  any_relationship_count: 0,
  hiring_manager: null,
  candidate_message: null,
}

const BLANK_PROSPECT = {
  first_name: 'Paula',
  last_name: 'Prospect',
  email: 'paula@prospects.example',
  mobile_phone: null,
  linkedin_url: null,
  job_title: null,
  company: null,
  tags: [],
  updated_on: null,
}
