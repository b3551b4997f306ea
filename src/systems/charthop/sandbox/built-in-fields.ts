import type { Field, Sensitivity } from './model.ts'

export interface BuiltIn {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly entityType: string
  readonly plural?: Field['plural']
  readonly sensitive?: Sensitivity
  readonly readonly?: boolean
  readonly options?: readonly (readonly [name: string, label: string, num?: number])[]
}

const SENSITIVITIES = ['Global', 'Org', 'Sensitive', 'Personal', 'Manager', 'High', 'Private']

/**
 * Codes and option names: https://docs.charthop.com (Carrot reference, sync of a hiring plan, ATS field tables) and the
 * enums of https://api.charthop.com/swagger. Sensitivities and field types of single rows are unverified.
 */
export const BUILT_IN_FIELDS: readonly BuiltIn[] = [
  { name: 'title', label: 'Job Title', type: 'STRING', entityType: 'JOB' },
  { name: 'open', label: 'Open', type: 'ENUM', entityType: 'JOB', readonly: true, options: upper(['Open', 'Filled']) },
  {
    name: 'state',
    label: 'State',
    type: 'ENUM',
    entityType: 'JOB',
    readonly: true,
    options: upper(['Open', 'Filled', 'Depart', 'Start']),
  },
  {
    name: 'recruit',
    label: 'Recruiting',
    type: 'ENUM',
    entityType: 'JOB_OPEN',
    options: upper(['Active', 'Passive', 'Inactive', 'Offer', 'Pending']),
  },
  {
    name: 'recruitPriority',
    label: 'Priority',
    type: 'ENUM',
    entityType: 'JOB_OPEN',
    options: [
      ['LOWEST', 'Lowest', -2],
      ['LOW', 'Low', -1],
      ['MEDIUM', 'Medium', 0],
      ['HIGH', 'High', 1],
      ['HIGHEST', 'Highest', 2],
    ],
  },
  { name: 'recruiter', label: 'Recruiter', type: 'PERSON', entityType: 'JOB_OPEN' },
  { name: 'hireMgr', label: 'Hiring Manager', type: 'PERSON', entityType: 'JOB_OPEN' },
  { name: 'recruitActiveDate', label: 'Recruit Active Date', type: 'DATE', entityType: 'JOB_OPEN' },
  { name: 'offerAcceptDate', label: 'Offer Accept Date', type: 'DATE', entityType: 'JOB_OPEN' },
  { name: 'req', label: 'Req Code', type: 'STRING', entityType: 'JOB_OPEN' },
  { name: 'greenhouseId', label: 'Greenhouse ID', type: 'STRING', entityType: 'JOB_OPEN' },
  { name: 'leverReqId', label: 'Lever Requisition ID', type: 'STRING', entityType: 'JOB_OPEN' },
  { name: 'manager', label: 'Manager', type: 'JOB', entityType: 'JOB' },
  { name: 'department', label: 'Department', type: 'GROUP', entityType: 'JOB' },
  { name: 'location', label: 'Location', type: 'GROUP', entityType: 'JOB' },
  { name: 'team', label: 'Team', type: 'GROUPS', entityType: 'JOB', plural: 'SET' },
  { name: 'createDate', label: 'Create Date', type: 'DATE', entityType: 'JOB', readonly: true },
  { name: 'startDate', label: 'Start Date', type: 'DATE', entityType: 'JOB' },
  { name: 'startDatePlanned', label: 'Planned Start Date', type: 'DATE', entityType: 'JOB' },
  {
    name: 'employment',
    label: 'Employment',
    type: 'ENUM',
    entityType: 'JOB',
    options: [
      ['FULL', 'Full Time'],
      ['PART', 'Part Time'],
      ['TEMP', 'Temporary'],
      ['CONTRACT', 'Contract'],
      ['INTERN', 'Intern'],
      ['EXPAT', 'Ex-Pat'],
    ],
  },
  {
    name: 'placement',
    label: 'Placement',
    type: 'ENUM',
    entityType: 'JOB',
    options: upper(['Normal', 'Assistant']),
  },
  { name: 'sensitive', label: 'Sensitive', type: 'ENUM', entityType: 'JOB_OPEN', options: upper(SENSITIVITIES) },
  { name: 'baseComp', label: 'Base Comp', type: 'PAY_INTERVAL', entityType: 'JOB', sensitive: 'SENSITIVE' },
  { name: 'base', label: 'Base', type: 'MONEY', entityType: 'JOB', sensitive: 'SENSITIVE' },
  { name: 'variable', label: 'Variable', type: 'MONEY', entityType: 'JOB', sensitive: 'SENSITIVE' },
  { name: 'currency', label: 'Currency', type: 'CURRENCY', entityType: 'JOB', sensitive: 'SENSITIVE', readonly: true },
  { name: 'grantShares', label: 'Planned Grant', type: 'INTEGER', entityType: 'JOB_OPEN', sensitive: 'SENSITIVE' },
  { name: 'budgetCost', label: 'Budget Cost', type: 'MONEY', entityType: 'JOB', sensitive: 'SENSITIVE' },
  { name: 'description', label: 'Job Description', type: 'TEXT', entityType: 'JOB' },
  { name: 'backfill', label: 'Backfill For', type: 'PERSON', entityType: 'JOB_OPEN' },
  { name: 'personId', label: 'Person', type: 'PERSON', entityType: 'JOB', readonly: true },
  {
    name: 'upcoming',
    label: 'Upcoming',
    type: 'LIST',
    entityType: 'JOB',
    plural: 'LIST',
    sensitive: 'SENSITIVE',
    readonly: true,
  },
  { name: 'name', label: 'Name', type: 'NAME', entityType: 'PERSON' },
  { name: 'contact', label: 'Contact', type: 'CONTACTS', entityType: 'PERSON' },
  { name: 'startDateOrg', label: 'Start Date at Organization', type: 'DATE', entityType: 'PERSON', readonly: true },
  {
    name: 'gender',
    label: 'Gender',
    type: 'ENUM',
    entityType: 'PERSON',
    sensitive: 'PERSONAL',
    options: [
      ['MALE', 'Male'],
      ['FEMALE', 'Female'],
      ['NONBINARY', 'Non-binary'],
      ['PREFER_NOT', 'Prefer not to say'],
    ],
  },
]

/** Every type a field may have, from the enum of `Field.type` in the swagger. */
export const FIELD_TYPES: ReadonlySet<string> = new Set(
  `ADDRESS AUDIO BOOLEAN COMP COMPOUND COMP_BAND CONTACTS CURRENCY DATE DECIMAL ELAPSED_DAYS ELAPSED_MONTHS ELAPSED_YEARS
   EMAIL ENUM ENUM_EXPR ENUM_MULTI ENUM_SCALE EXPR FILE GROUP GROUPS GROUP_ASSIGNMENTS GROUP_TYPE
   GROUP_POSITION_ASSIGNMENTS IMAGE INTEGER JOB JOB_CODE JOBS JOB_TIER LIST MAP MONEY NAME OBJECT PAY_INTERVAL PERCENT
   PERSON PERSONS PHONE STOCKGRANT STRING TABLE_REF TEXT TIMEOFF TIMESTAMP TRACKED_GROUP URL USER VARIABLE_COMP
   VARIABLE_COMPS`.split(/\s+/),
)

export const ENTITY_TYPES: ReadonlySet<string> = new Set(
  'JOB JOB_OPEN JOB_FILLED PERSON CHANGE TABLE ORG USER NONE'.split(' '),
)

function upper(labels: readonly string[]): readonly (readonly [string, string])[] {
  return labels.map((label) => [label.toUpperCase(), label] as const)
}
