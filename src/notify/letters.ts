import { escapeHtml } from '../lib/html.ts'

export interface Letter {
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface LetterFacts {
  readonly kind: 'hiring_prompt' | 'completed'
  readonly facts: Readonly<Record<string, string>>
  /** The page for the answer. */
  readonly link: string
}

/** Every letter there is. Facts that are missing leave words out, never "undefined". */
export function letterOf(letter: LetterFacts): Letter {
  return letter.kind === 'hiring_prompt' ? hiringPrompt(letter) : completed(letter)
}

function hiringPrompt({ facts: { candidate = 'the candidate', job, ats = 'the ATS' }, link }: LetterFacts): Letter {
  const paragraphs = [
    `The reference check of ${candidate}${forJob(job)} was completed a while ago, and nobody has said yet what came of it.`,
    `Was ${candidate} hired? Your answer sets the hiring status in Crosschq and in ${ats}. Opening the page changes nothing; the answer counts once, when you send it there.`,
  ]
  const note = 'The link is for you alone. If somebody has recorded the outcome already, there is nothing to do.'
  return compose(`Hired or not?${forJob(job, ' A candidate')}`, [...paragraphs], { link, words: 'Answer', note })
}

function completed({ facts: { candidate = 'a candidate', job, report } }: LetterFacts): Letter {
  const paragraph = `The references of ${candidate}${forJob(job)} are complete.`
  const action = report ? { link: report, words: 'Open the report' } : {}
  return compose(`References are complete${forJob(job, ':')}`, [paragraph], action)
}

function forJob(job: string | undefined, before = ''): string {
  return job ? `${before} for ${job}` : ''
}

interface Action {
  readonly link?: string
  readonly words?: string
  readonly note?: string
}

function compose(subject: string, paragraphs: readonly string[], { link, words = '', note }: Action): Letter {
  const last = note ? [note] : []
  return {
    subject: subject.replace(/\s+/g, ' '),
    text: `${[...paragraphs, ...(link ? [`${words}: ${link}`] : []), ...last].join('\n\n')}\n`,
    html: [
      ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
      ...(link ? [`<p><a href="${escapeHtml(link)}">${escapeHtml(words)}</a></p>`] : []),
      ...last.map((text) => `<p>${escapeHtml(text)}</p>`),
    ].join('\n'),
  }
}
