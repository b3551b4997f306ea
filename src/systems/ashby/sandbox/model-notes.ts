/** https://developers.ashbyhq.com/reference/candidatecreatenote: there is no way to change or delete one. */
export interface Note {
  readonly id: string
  readonly candidateId: string
  readonly createdAt: string
  readonly isPrivate: boolean
  readonly content: string
  readonly author: {
    readonly id: string
    readonly firstName: string
    readonly lastName: string
    readonly email: string
  }
}
