/**
 * Every endpoint we call and the permission its page names. The page of an endpoint is
 * `https://developers.ashbyhq.com/reference/` and its name in lower case without the dot, e.g. `/reference/openinglist`.
 */
const PERMISSIONS = {
  'apiKey.info': 'apiKeysRead',
  'opening.list': 'jobsRead',
  'opening.info': 'jobsRead',
  'opening.search': 'jobsRead',
  'opening.create': 'jobsWrite',
  'opening.update': 'jobsWrite',
  'opening.setOpeningState': 'jobsWrite',
  'opening.addLocation': 'jobsWrite',
  'opening.removeLocation': 'jobsWrite',
  'customField.list': 'hiringProcessMetadataRead',
  'customField.create': 'hiringProcessMetadataWrite',
  'customField.updateSelectableValues': 'hiringProcessMetadataWrite',
  // Also where the object is an opening.
  'customField.setValues': 'candidatesWrite',
  'customField.setValue': 'candidatesWrite',
  'application.list': 'candidatesRead',
  'application.info': 'candidatesRead',
  'offer.list': 'offersRead',
  'candidate.info': 'candidatesRead',
  'candidate.listNotes': 'candidatesRead',
  'candidate.createNote': 'candidatesWrite',
  'file.createFileUploadHandle': 'candidatesWrite',
  'candidate.uploadFile': 'candidatesWrite',
  'assessment.update': 'candidatesWrite',
  'job.list': 'jobsRead',
  'job.info': 'jobsRead',
  'jobInterviewPlan.info': 'jobsRead',
  'interviewPlan.list': 'interviewsRead',
  'interviewStage.list': 'interviewsRead',
  'user.list': 'organizationRead',
  'department.list': 'organizationRead',
  'location.list': 'organizationRead',
  'webhook.create': 'apiKeysWrite',
  'webhook.info': 'apiKeysRead',
  'webhook.update': 'apiKeysWrite',
} as const satisfies Record<string, `${string}Read` | `${string}Write`>

export type Endpoint = keyof typeof PERMISSIONS
export type Permission = (typeof PERMISSIONS)[Endpoint]

export function permissionFor(endpoint: Endpoint): Permission {
  return PERMISSIONS[endpoint]
}

/** `apiKey.info` says `jobs:read` where every page and the key's form say `jobsRead`. */
export function permissionOfScope(scope: string): string {
  return scope.replace(/:([a-z])/, (_, first: string) => first.toUpperCase())
}
