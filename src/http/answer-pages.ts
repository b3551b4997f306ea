import { escapeHtml } from '../lib/html.ts'
import { plainHeaders, plainPage } from './pages/plain-page.ts'

export interface AnswerPage {
  readonly status: number
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
}

/** Of whom and what; only for somebody who holds the link. */
type Facts = Readonly<Record<string, string>>

/** The form. Nothing runs in it, and only a person who presses a button sends it. */
export function askPage(
  { candidate = 'the candidate', job, ats = 'the ATS' }: Facts,
  isIncomplete = false,
): AnswerPage {
  const whose = job ? `${candidate}, ${job}` : candidate
  const lines = [
    ...(isIncomplete ? ['<p><strong>Nothing was sent yet: choose one of the two.</strong></p>'] : []),
    `<p>Was ${escapeHtml(whose)}, hired?</p>`,
    `<p>Your answer sets the hiring status in Crosschq and in ${escapeHtml(ats)}. It counts once.</p>`,
    '<form method="post" autocomplete="off">',
    '<button name="answer" value="hired">Hired</button>',
    '<button name="answer" value="not_hired" class="outline">Not hired</button>',
    '</form>',
  ]
  return page(isIncomplete ? 400 : 200, 'Hired or not?', lines.join('\n'))
}

export function thanksPage(answer: 'hired' | 'not_hired', { ats = 'the ATS' }: Facts): AnswerPage {
  const words = answer === 'hired' ? 'Hired' : 'Not hired'
  return page(200, 'Thank you', paragraphs(`Noted: ${words}.`, `Crosschq and ${ats} are told in a moment.`))
}

const BY_HAND = 'To change what came of the candidate, set it in Crosschq or in your hiring system.'

const refusals = {
  unknown: [
    404,
    'No such link',
    'Check that you copied the whole link from the mail. A newer mail makes older links void.',
  ],
  answered: [410, 'Answered already', BY_HAND],
  expired: [410, 'This link is too old', BY_HAND],
  asleep: [503, 'Not now', 'Answers cannot be taken at the moment. Nothing was changed; try again later.'],
  tooMany: [429, 'Too many wrong links', 'Wait a minute, then open the link from the mail again.'],
} as const

export function refusalPage(reason: keyof typeof refusals): AnswerPage {
  const [status, title, text] = refusals[reason]
  return page(status, title, paragraphs(text))
}

function paragraphs(...texts: readonly string[]): string {
  return texts.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')
}

function page(status: number, title: string, body: string): AnswerPage {
  return { status, html: plainPage({ title, body }), headers: plainHeaders("'self'") }
}
