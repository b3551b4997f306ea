/** What a mapping may name, as the vendors have it now. A list is null where the vendor has no call for it: free text then. */
export interface Choices {
  readonly interviews: readonly Choice[] | null
  readonly surveys: readonly Choice[] | null
  /** The relationships that references are asked for by. */
  readonly references: readonly ReferenceChoice[] | null
  readonly jobFunctions: readonly Choice[] | null
}

export interface Choice {
  /** What stands in the mapping. */
  readonly id: string
  readonly title: string
}

export interface ReferenceChoice extends Choice {
  /** How many of them one request may ask for. */
  readonly min: number
  readonly max: number
}

export const noChoices: Choices = { interviews: null, surveys: null, references: null, jobFunctions: null }
