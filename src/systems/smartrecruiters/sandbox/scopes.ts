/** Those seen on SmartRecruiters' pages that have to do with hiring; the whole table is not known to us. */
export const SANDBOX_SCOPES: readonly string[] = [
  ...['candidates_read', 'candidates_create', 'candidates_manage', 'candidates_status_read', 'candidates_offers_read'],
  ...['jobs_read', 'jobs_manage', 'users_read', 'user_me_read', 'configuration_read', 'company_read', 'messages_write'],
  ...['webhooks_read', 'webhooks_write', 'webhooks_delete', 'webhooks_manage'],
]
