import { ConfigError } from '../../lib/errors.ts'
import { webLinkOf } from '../../lib/loose.ts'

export interface LinkSources {
  /** The participant as Willo sends it. */
  readonly row: Readonly<Record<string, unknown>>
  readonly participantKey: string
  readonly interviewKey?: string
}

export type ResponseLink = (sources: LinkSources) => string | undefined

/**
 * Where a person can see a participant's response. Which field holds it is documented nowhere; where none does, the
 * configured template says. The API's own address of the object and the candidate's invitation are no such link.
 */
export function createResponseLink(baseUrl: string, template: string | undefined): ResponseLink {
  checkTemplate(template)
  const api = new URL(baseUrl)
  const isForPeople = (link: string) => {
    const url = new URL(link)
    const isApi = url.host === api.host && url.pathname.startsWith(api.pathname.replace(/\/*$/, '/'))
    return !isApi && !/\/invite\//.test(url.pathname)
  }
  return (sources) => {
    const found = FIELDS.map((name) => webLinkOf(sources.row[name]))
    return found.find((link) => link !== undefined && isForPeople(link)) ?? filled(template, sources)
  }
}

/** The likeliest first. */
const FIELDS = ['response_url', 'share_url', 'public_url', 'review_url', 'url', 'link']

function filled(template: string | undefined, { participantKey, interviewKey }: LinkSources): string | undefined {
  if (!template || (interviewKey === undefined && template.includes('{interviewKey}'))) return undefined
  return template.replaceAll('{participantKey}', participantKey).replaceAll('{interviewKey}', interviewKey ?? '')
}

function checkTemplate(template: string | undefined): void {
  if (!template) return
  const plain = template.replaceAll(/\{(participantKey|interviewKey)\}/g, 'x')
  const isRight = webLinkOf(plain) !== undefined && !/[{}\s]/.test(plain) && template.includes('{participantKey}')
  if (isRight) return
  throw new ConfigError(
    'willo.responseUrlTemplate must be an http or https address with {participantKey} in it, and may hold {interviewKey}',
  )
}
