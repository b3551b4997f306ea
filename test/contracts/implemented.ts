import { apiKeyEndpoints, createApiKeys } from '../../src/systems/ashby/sandbox/api-keys.ts'
import { applicationEndpoints } from '../../src/systems/ashby/sandbox/applications.ts'
import { candidateEndpoints } from '../../src/systems/ashby/sandbox/candidates.ts'
import { customFieldEndpoints } from '../../src/systems/ashby/sandbox/custom-fields.ts'
import { hiringTeamEndpoints } from '../../src/systems/ashby/sandbox/hiring-team.ts'
import { jobEndpoints } from '../../src/systems/ashby/sandbox/jobs.ts'
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
import type { System } from './document.ts'

const ashby = {
  ...{ ...apiKeyEndpoints(createApiKeys([]), ''), ...applicationEndpoints, ...candidateEndpoints },
  ...{ ...customFieldEndpoints, ...hiringTeamEndpoints, ...jobEndpoints, ...offerEndpoints, ...openingEndpoints },
  ...{ ...organizationEndpoints, ...reasonEndpoints, ...webhookEndpoints },
}
const charthop = [...CHANGE_ROUTES, ...FIELD_ROUTES, ...JOB_ROUTES, ...ORG_ROUTES, ...PERSON_ROUTES]

/** The calls each sandbox knows, as its vendor's document names them. */
export const implemented: Readonly<Record<System, readonly string[]>> = {
  ashby: Object.keys(ashby).map((name) => `POST /${name}`),
  charthop: charthop.map(([method, path]) => `${method} ${templateOf(path)}`),
}

/** `:org` is `{orgId}`, and `:id` is the id of what stands before it. */
function templateOf(path: string): string {
  return path
    .replace(/\/([a-z]+)\/:id$/, '/$1/{$1Id}')
    .replace(/:org\b/, '{orgId}')
    .replaceAll(/:(\w+)/g, '{$1}')
}
