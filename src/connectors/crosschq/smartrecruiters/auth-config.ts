import { z } from 'zod'
import { Secret } from '../../../lib/settings.ts'

const client = { clientId: Secret, clientSecret: Secret }

/**
 * How we prove ourselves to SmartRecruiters (https://developers.smartrecruiters.com/docs/oauth-20): a person's grant to an app,
 * a key of an administrator, or an entry of the company's own Credential Manager.
 */
export const SmartRecruitersAuthConfig = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('oauth'), ...client }),
  z.strictObject({ type: z.literal('apiKey'), key: Secret }),
  z.strictObject({ type: z.literal('clientCredentials'), ...client }),
])
export type SmartRecruitersAuthConfig = z.output<typeof SmartRecruitersAuthConfig>
