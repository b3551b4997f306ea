/**
 * Every call we make, and the OAuth scope it seems to need. Names of scopes are documented, which call needs which mostly
 * is not (README.md): a refusal names the scope as the likely one, nothing is decided by it.
 */
const SCOPES = {
  'GET /candidates': 'candidates_read',
  'GET /candidates/{id}': 'candidates_read',
  'POST /candidates': 'candidates_create',
  'POST /jobs/{jobId}/candidates': 'candidates_create',
  'POST /candidates/{id}/tags': 'candidates_manage',
  'PUT /candidates/{id}/jobs/{jobId}/source': 'candidates_manage',
  'GET /candidates/{id}/jobs/{jobId}': 'candidates_read',
  'GET /candidates/{id}/jobs/{jobId}/status/history': 'candidates_read',
  'GET /candidates/{id}/jobs/{jobId}/attachments': 'candidates_read',
  'POST /candidates/{id}/jobs/{jobId}/attachments': 'candidates_create',
  'GET /jobs': 'jobs_read',
  'GET /jobs/{jobId}': 'jobs_read',
  'GET /jobs/{jobId}/hiring-team': 'jobs_read',
  'GET /user-api/v201804/users': 'users_read',
  'GET /user-api/v201804/users/{id}': 'users_read',
  'GET /user-api/v201804/users/me': 'user_me_read',
  'GET /configuration/company': 'company_read',
  'GET /configuration/job-properties': 'configuration_read',
  'GET /configuration/hiring-processes': 'configuration_read',
  'GET /configuration/sources': 'configuration_read',
  'GET /configuration/sources/{sourceType}/values/{id}': 'configuration_read',
  'GET /messages': 'messages_read',
  'POST /messages/shares': 'messages_write',
  'GET /webhooks-api/v201907/subscriptions': 'webhooks_manage',
  'POST /webhooks-api/v201907/subscriptions': 'webhooks_manage',
  'GET /webhooks-api/v201907/subscriptions/{id}/secret-key': 'webhooks_manage',
  'POST /webhooks-api/v201907/subscriptions/{id}/secret-key': 'webhooks_manage',
  'PUT /webhooks-api/v201907/subscriptions/{id}/activation': 'webhooks_manage',
} as const satisfies Record<`${'GET' | 'POST' | 'PUT'} /${string}`, string>

export type Endpoint = keyof typeof SCOPES

/**
 * To ask for when access is granted. Not `messages_read`: whether it exists is not known, and an unknown scope could refuse the
 * whole grant.
 */
export const GRANT_SCOPES: readonly string[] = [
  ...['candidates_read', 'candidates_create', 'candidates_manage', 'candidates_status_read', 'jobs_read'],
  ...['users_read', 'user_me_read', 'configuration_read', 'company_read', 'messages_write'],
  ...['webhooks_manage', 'webhooks_read', 'webhooks_write'],
]

export function scopeFor(endpoint: Endpoint): string {
  return SCOPES[endpoint]
}
