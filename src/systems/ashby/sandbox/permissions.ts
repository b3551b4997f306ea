export const PERMISSIONS = [
  'jobsRead',
  'jobsWrite',
  'candidatesRead',
  'candidatesWrite',
  'candidatesDelete',
  'interviewsRead',
  'interviewsWrite',
  'hiringProcessMetadataRead',
  'hiringProcessMetadataWrite',
  'organizationRead',
  'organizationWrite',
  'offersRead',
  'offersWrite',
  'apiKeysRead',
  'apiKeysWrite',
  'approvalsRead',
  'approvalsWrite',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** apiKey.info spells them another way: `jobsRead` is the scope `jobs:read`. */
export function scopeOf(permission: string): string {
  return permission.replace(/(Read|Write|Delete)$/, (verb) => `:${verb.toLowerCase()}`)
}
