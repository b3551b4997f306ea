/** What editors may ask for and see, told to whoever serves them. */
export { MappingEdit } from '../mapping/edit/edits.ts'
export type { MappingKind, TextProblem } from '../mapping/kinds.ts'
export { hidePeople } from '../mapping/people.ts'
