import type { Places } from './places.ts'

/** Every page there is, one of each kind: what is listed here is checked, photographed and attacked. */
export interface PageKind {
  readonly name: string
  readonly path: (places: Places) => string
  /** Seen without a session. */
  readonly isPublic?: boolean
  /** Of HTTP; 200 where nothing else is said. */
  readonly status?: number
}

export const pages: readonly PageKind[] = [
  { name: 'sign-in', path: () => '/sign-in', isPublic: true },
  { name: 'home', path: () => '/' },
  { name: 'connection', path: () => '/connections/headcount' },
  { name: 'check', path: () => '/connections/headcount/check' },
  { name: 'key', path: () => '/connections/headcount/keys/ashby.apiKey' },
  { name: 'fields', path: () => '/connections/headcount/fields' },
  { name: 'templates', path: () => '/connections/references/templates' },
  { name: 'template', path: () => '/connections/references/template?id=engineering' },
  { name: 'triggers', path: () => '/connections/references/triggers' },
  { name: 'interviews', path: () => '/connections/interviews/interviews' },
  { name: 'interview', path: ({ interview }) => `/connections/interviews/interviews/${interview}` },
  { name: 'yaml', path: () => '/connections/headcount/yaml' },
  { name: 'draft', path: ({ draft }) => `/connections/headcount/drafts/${draft}` },
  { name: 'versions', path: () => '/connections/references/versions' },
  { name: 'version', path: ({ version }) => `/connections/references/versions/${version}` },
  { name: 'records', path: () => '/connections/headcount/records' },
  { name: 'record', path: ({ record }) => `/records/headcount/${encodeURIComponent(record)}` },
  { name: 'find-record', path: () => '/records/headcount' },
  { name: 'runs', path: () => '/runs' },
  { name: 'run', path: ({ run }) => `/runs/${run}` },
  { name: 'holds', path: () => '/holds' },
  { name: 'hold', path: ({ hold }) => `/holds/${hold}` },
  { name: 'notifications', path: () => '/notifications' },
  { name: 'answer', path: ({ answer }) => `/answers/${answer}`, isPublic: true },
  { name: 'audit', path: () => '/audit' },
]
