import type { JobInput } from '../src/systems/charthop/sandbox/actions.ts'
import type { NewField } from '../src/systems/charthop/sandbox/fields.ts'

/** The company that is measured: every job open and active, with ten custom fields of every kind that can be mapped. */
export const fields: readonly NewField[] = [
  { code: 'costCenter', label: 'Cost Center', type: 'STRING' },
  { code: 'justification', label: 'Justification', type: 'TEXT' },
  { code: 'seats', label: 'Seats', type: 'INTEGER' },
  { code: 'isRemote', label: 'Remote', type: 'BOOLEAN' },
  { code: 'decideBy', label: 'Decide By', type: 'DATE' },
  { code: 'hiringBudget', label: 'Hiring Budget', type: 'MONEY' },
  { code: 'brief', label: 'Brief', type: 'URL' },
  { code: 'level', label: 'Level', type: 'ENUM', options: ['L1', 'L2', 'L3', 'L4', 'L5'] },
  { code: 'skills', label: 'Skills', type: 'ENUM_MULTI', options: ['SQL', 'Go', 'Design', 'Sales'] },
  { code: 'office', label: 'Office', type: 'STRING' },
].map((field) => ({ ...field, entityType: 'JOB' }))

export const departments = ['Engineering', 'Product', 'Sales', 'People', 'Finance']
export const locations = ['Berlin', 'Lisbon', 'New York']

export const mapping = [
  'version: 1',
  'openings:',
  ...fields.map(({ code, label }) => `  - { from: ${code}, to: ${label} }`),
  '',
].join('\n')

export function jobNumber(at: number): JobInput {
  return {
    title: `Engineer ${at}`,
    recruit: 'ACTIVE',
    department: departments[at % departments.length],
    location: locations[at % locations.length],
    description: `Position ${at} of the plan: builds and runs what the team of place ${at % 40} has promised.`,
    custom: {
      costCenter: `CC-${1000 + (at % 80)}`,
      justification: `Replaces contractors in quarter ${1 + (at % 4)}; agreed with finance under number ${at}.`,
      seats: 1 + (at % 5),
      isRemote: at % 2 === 0,
      decideBy: `2027-0${1 + (at % 9)}-1${at % 10}`,
      hiringBudget: { amount: 40_000 + at, currency: 'EUR' },
      brief: `https://plans.example.com/${at}`,
      level: `L${1 + (at % 5)}`,
      skills: ['SQL', 'Go'],
      office: `Floor ${at % 12}`,
    },
  }
}

/** What an edit changes: three mapped fields, so that one call must carry them all. Every round is another value. */
export function editOf(round: number): JobInput {
  return { costCenter: `CC-${9000 + round}`, seats: 6 + (round % 50), office: `Round ${round}` }
}
