import type { Json } from '../../lib/json.ts'
import type { Mapping } from '../../mapping/load.ts'

/** An opening tells of a job, unless a mapped field holds pay or names somebody: then only who may see it does. */
export function isPublicOfOpening({ openings }: Mapping, field: string, value: Json): boolean {
  const isPay = ({ from, title, type }: Mapping['openings'][number]) =>
    ['Currency', 'CompensationRange'].includes(type ?? '') &&
    [from, title].some((name) => name.toLowerCase() === field.toLowerCase())
  return !openings.some(isPay) && !namesPayOrPerson(field) && isPublicValue(value)
}

/** Only what names a job in ChartHop: even a start date is the person's. */
export function isPublicOfHire(field: string, value: Json): boolean {
  return ['job', 'jobId', 'otherJobId', 'holder', 'type'].includes(field) && typeof value === 'string'
}

const telling =
  /\b(pay|payroll|salary|salaries|wages?|comp|compensation|ote|bonus|commission|equity|stock|options? grant|budget|rate|e ?mail|phone|person|people|employee|candidate|manager|recruiter|interviewers?|owner|contact|team members?|reports to|first name|last name|full name)\b/

/** `baseSalary`, `Base salary` and `BASE_SALARY` alike. */
function namesPayOrPerson(field: string): boolean {
  const words = field.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' ')
  return telling.test(words.toLowerCase())
}

const money =
  /[$€£¥₹]\s*\d|\d\s*[€£¥₹]|\b(USD|EUR|GBP|CHF|CAD|AUD|JPY|INR|SEK|NOK|DKK|PLN)\s*\d|\d\s*(USD|EUR|GBP|CHF|CAD|AUD|JPY|INR|SEK|NOK|DKK|PLN)\b/
const address = /\S@\S/

/** Amounts with a currency and ranges are objects in both systems; in text they are told by their signs. */
function isPublicValue(value: Json): boolean {
  if (Array.isArray(value)) return value.every(isPublicValue)
  if (typeof value === 'string') return !money.test(value) && !address.test(value)
  return typeof value !== 'object' || value === null
}
