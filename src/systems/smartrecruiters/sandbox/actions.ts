import { type Access, type Client, newSecret } from './access.ts'
import { addApplication, addCandidate, applicationFor, type CandidateDraft, move, type Standing } from './hiring.ts'
import type { Application, Candidate, SourceUse } from './model.ts'
import { allow, deny } from './oauth.ts'
import { required, type SettingUp, settingUp } from './setting-up.ts'
import { type State, tell } from './state.ts'

/** What recruiters and candidates do on SmartRecruiters' pages. Each sets off events as there. */
export interface Actions extends SettingUp {
  /** On no job, they are in the talent pool. */
  addCandidate(given?: Partial<CandidateDraft>): Candidate
  /** Puts a person on a job: `NEW` unless said otherwise. */
  apply(candidateId: string, jobId: string, standing?: Partial<Standing> & { readonly source?: SourceUse }): Application
  move(candidateId: string, jobId: string, to: Standing): Application
  hire(candidateId: string, jobId: string, startsOn?: string): Application
  /** For the first of the company's reasons, unless another is given. */
  reject(candidateId: string, jobId: string, reasonId?: string): Application
  withdraw(candidateId: string, jobId: string): Application
  /** To another job, where the person is `NEW`; the first job keeps a transferred application. */
  transfer(candidateId: string, fromJobId: string, toJobId: string): Application
  removeCandidate(candidateId: string): void
  /** Somebody clicks Allow Access on the page at this address: where their browser goes from there. */
  allowAccess(grantPage: string, userId?: string): string
  denyAccess(grantPage: string): string
  /** All of them, as when an admin disconnects the app. */
  revokeGrants(): void
  /** Access tokens only; refresh tokens go on. */
  expireAccessTokens(): void
  addClient(given?: Partial<Client>): Client
}

export function createActions(state: State, access: Access): Actions {
  const find = (candidateId: string, jobId: string) =>
    required(applicationFor(state, candidateId, jobId), 'application')
  const moved = (candidateId: string, jobId: string, to: Standing) =>
    move(state, find(candidateId, jobId), to, 'person')
  return {
    ...settingUp(state),
    addCandidate: (given = {}) => addCandidate(state, { ...nobody(state), ...given }, 'person'),
    apply: (candidateId, jobId, standing = {}) => {
      required(state.candidates.get(candidateId), 'candidate')
      required(state.jobs.get(jobId), 'job')
      return addApplication(
        state,
        { status: 'NEW', ...standing, candidateId, jobId, source: standing.source },
        'person',
      )
    },
    move: moved,
    hire: (candidateId, jobId, startsOn) => moved(candidateId, jobId, { status: 'HIRED', startsOn }),
    reject: (candidateId, jobId, reasonId = state.rejectionReasons[0]?.id) =>
      moved(candidateId, jobId, { status: 'REJECTED', reasonId }),
    withdraw: (candidateId, jobId) => {
      return moved(candidateId, jobId, { status: 'WITHDRAWN', reasonId: state.withdrawalReasons[0]?.id })
    },
    transfer: (candidateId, fromJobId, toJobId) => {
      moved(candidateId, fromJobId, { status: 'TRANSFERRED' })
      return addApplication(state, { candidateId, jobId: toJobId, source: undefined, status: 'NEW' }, 'person')
    },
    removeCandidate: (id) => removeCandidate(state, id),
    ...accessActions(state, access),
  }
}

function accessActions(state: State, access: Access) {
  const query = (grantPage: string) => new URL(grantPage).searchParams
  return {
    allowAccess: (grantPage: string, userId = [...state.users.keys()][0] ?? '') =>
      allow(state, access, query(grantPage), userId),
    denyAccess: (grantPage: string) => deny(access, query(grantPage)),
    revokeGrants: () => access.grants.clear(),
    expireAccessTokens: () => access.accessTokens.clear(),
    addClient: (given: Partial<Client> = {}) => {
      const [userId = ''] = state.users.keys()
      const made = {
        id: state.ids.objectId('client'),
        secret: newSecret(),
        kind: 'app',
        redirectUris: [],
        scopes: [],
        userId,
      }
      const client = { ...made, ...given } as Client
      access.clients.set(client.id, client)
      return client
    },
  }
}

function nobody({ candidates }: State): CandidateDraft {
  const email = `candidate-${candidates.size + 1}@people.example`
  return { firstName: 'Cara', lastName: `Candidate ${candidates.size + 1}`, email, tags: [], internal: false }
}

function removeCandidate(state: State, id: string): void {
  required(state.candidates.get(id), 'candidate')
  state.candidates.delete(id)
  for (const application of state.applications.values()) {
    if (application.candidateId === id) state.applications.delete(application.id)
  }
  tell(state, { name: 'candidate.deleted', body: { id }, path: `/candidates/${id}`, by: 'person' })
}
