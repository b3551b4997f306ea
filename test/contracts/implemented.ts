import { apiKeyEndpoints, createApiKeys } from '../../src/systems/ashby/sandbox/api-keys.ts'
import { applicationHistoryEndpoints } from '../../src/systems/ashby/sandbox/application-history.ts'
import { applicationEndpoints } from '../../src/systems/ashby/sandbox/applications.ts'
import { assessmentEndpoints } from '../../src/systems/ashby/sandbox/assessments.ts'
import { candidateEndpoints } from '../../src/systems/ashby/sandbox/candidates.ts'
import { customFieldEndpoints } from '../../src/systems/ashby/sandbox/custom-fields.ts'
import { fileEndpoints } from '../../src/systems/ashby/sandbox/files.ts'
import { hiringTeamEndpoints } from '../../src/systems/ashby/sandbox/hiring-team.ts'
import { jobInterviewPlanEndpoints } from '../../src/systems/ashby/sandbox/job-interview-plan.ts'
import { jobEndpoints } from '../../src/systems/ashby/sandbox/jobs.ts'
import { noteEndpoints } from '../../src/systems/ashby/sandbox/notes.ts'
import { offerEndpoints } from '../../src/systems/ashby/sandbox/offers.ts'
import { openingEndpoints } from '../../src/systems/ashby/sandbox/openings.ts'
import { organizationEndpoints } from '../../src/systems/ashby/sandbox/organization.ts'
import { reasonEndpoints } from '../../src/systems/ashby/sandbox/reasons.ts'
import { webhookEndpoints } from '../../src/systems/ashby/sandbox/webhooks.ts'
import { CHANGE_ROUTES } from '../../src/systems/charthop/sandbox/change-routes.ts'
import { FIELD_ROUTES } from '../../src/systems/charthop/sandbox/field-routes.ts'
import { JOB_ROUTES } from '../../src/systems/charthop/sandbox/job-routes.ts'
import { ORG_ROUTES } from '../../src/systems/charthop/sandbox/org-routes.ts'
import { PERSON_ROUTES } from '../../src/systems/charthop/sandbox/person-routes.ts'
import { ROUTES as CROSSCHQ_ROUTES } from '../../src/systems/crosschq/sandbox/routes.ts'
import { DEFAULT_SETTINGS } from '../../src/systems/crosschq/sandbox/settings.ts'
import { FILE_ROUTES } from '../../src/systems/lever/sandbox/file-routes.ts'
import { NOTE_ROUTES } from '../../src/systems/lever/sandbox/note-routes.ts'
import { OPPORTUNITY_ROUTES } from '../../src/systems/lever/sandbox/opportunity-routes.ts'
import { OPPORTUNITY_WRITES } from '../../src/systems/lever/sandbox/opportunity-writes.ts'
import { BASE_PATH, refuse as refuseInLever } from '../../src/systems/lever/sandbox/route.ts'
import { SETTINGS_ROUTES } from '../../src/systems/lever/sandbox/settings-routes.ts'
import { WEBHOOK_ROUTES as LEVER_WEBHOOK_ROUTES } from '../../src/systems/lever/sandbox/webhook-routes.ts'
import { ATTACHMENT_ROUTES } from '../../src/systems/smartrecruiters/sandbox/attachment-routes.ts'
import { CANDIDATE_ROUTES } from '../../src/systems/smartrecruiters/sandbox/candidate-routes.ts'
import { COMPANY_ROUTES } from '../../src/systems/smartrecruiters/sandbox/company-routes.ts'
import { MESSAGE_ROUTES } from '../../src/systems/smartrecruiters/sandbox/message-routes.ts'
import { subscriptionRoutes } from '../../src/systems/smartrecruiters/sandbox/subscription-routes.ts'
import { INTERVIEW_ROUTES } from '../../src/systems/willo/sandbox/interview-routes.ts'
import { PARTICIPANT_ROUTES } from '../../src/systems/willo/sandbox/participant-routes.ts'
import { refuse } from '../../src/systems/willo/sandbox/route.ts'
import { WEBHOOK_ROUTES } from '../../src/systems/willo/sandbox/webhook-routes.ts'
import { createContract } from './contract.ts'
import { loadDocument, type System } from './document.ts'

const ashby = {
  ...{ ...apiKeyEndpoints(createApiKeys([]), ''), ...applicationEndpoints, ...candidateEndpoints },
  ...{ ...customFieldEndpoints, ...hiringTeamEndpoints, ...jobEndpoints, ...offerEndpoints, ...openingEndpoints },
  ...{ ...organizationEndpoints, ...reasonEndpoints, ...webhookEndpoints },
  ...{
    ...applicationHistoryEndpoints,
    ...jobInterviewPlanEndpoints,
    ...noteEndpoints,
    ...assessmentEndpoints,
    ...fileEndpoints,
  },
}
const charthop = [...CHANGE_ROUTES, ...FIELD_ROUTES, ...JOB_ROUTES, ...ORG_ROUTES, ...PERSON_ROUTES]
const lever = [
  ...[...OPPORTUNITY_ROUTES, ...OPPORTUNITY_WRITES, ...NOTE_ROUTES],
  ...[...FILE_ROUTES, ...SETTINGS_ROUTES, ...LEVER_WEBHOOK_ROUTES],
]
const smartrecruiters = [
  ...[...ATTACHMENT_ROUTES, ...CANDIDATE_ROUTES, ...COMPANY_ROUTES, ...MESSAGE_ROUTES, ...subscriptionRoutes(() => [])],
  { method: 'POST', path: '/identity/oauth/token' },
]
const willo = [...INTERVIEW_ROUTES, ...PARTICIPANT_ROUTES, ...WEBHOOK_ROUTES]

/** The calls each sandbox knows, as its vendor's document names them. */
export const implemented: Readonly<Record<System, readonly string[]>> = {
  ashby: Object.keys(ashby).map((name) => `POST /${name}`),
  charthop: charthop.map(([method, path]) => `${method} ${templateOf(path)}`),
  willo: willo
    .filter(({ handle }) => handle !== refuse)
    .map(({ method, path }) => `${method} ${path.replace(':key', '{key}')}`),
  crosschq: CROSSCHQ_ROUTES.filter(({ isOn }) => isOn?.(DEFAULT_SETTINGS) ?? true).map(
    ({ method, path }) => `${method} ${path.replace(':id', '{request_id}')}`,
  ),
  lever: lever
    .filter(({ handle }) => handle !== refuseInLever)
    .map(({ method, path }) => asDocumented('lever', { method, path: BASE_PATH + path })),
  smartrecruiters: smartrecruiters.map((route) => asDocumented('smartrecruiters', route)),
}

/** The names of what varies are the documents' own; a call that a document does not have stands as it is. */
function asDocumented(system: System, route: { readonly method: string; readonly path: string }): string {
  return createContract(system, loadDocument(system)).operationOf(route) ?? `${route.method} ${route.path}`
}

/** `:org` is `{orgId}`, and `:id` is the id of what stands before it. */
function templateOf(path: string): string {
  return path
    .replace(/\/([a-z]+)\/:id$/, '/$1/{$1Id}')
    .replace(/:org\b/, '{orgId}')
    .replaceAll(/:(\w+)/g, '{$1}')
}
