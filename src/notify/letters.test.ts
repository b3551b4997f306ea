import { expect, test } from 'vitest'
import { letterOf } from './letters.ts'

const link = 'https://sync.example.com/answers/token'
const facts = { candidate: 'Zoë <Ada> Lovelace', job: 'R&D Engineer', ats: 'Lever' }

test('a prompt says about whom, and where to answer', () => {
  const { subject, text, html } = letterOf({ kind: 'hiring_prompt', facts, link })

  expect(subject).toBe('Hired or not? A candidate for R&D Engineer')
  expect(text).toContain('Was Zoë <Ada> Lovelace hired?')
  expect(text).toContain(`Answer: ${link}\n`)
  expect(html).toContain('Was Zoë &lt;Ada&gt; Lovelace hired?')
  expect(html).toContain(`<a href="${link}">Answer</a>`)
})

test('no name stands in a subject, which others see over a shoulder', () => {
  for (const kind of ['hiring_prompt', 'completed'] as const)
    expect(letterOf({ kind, facts, link }).subject).not.toContain('Lovelace')
})

test('a prompt without facts is still a sentence', () => {
  const { subject, text } = letterOf({ kind: 'hiring_prompt', facts: {}, link })

  expect(subject).toBe('Hired or not?')
  expect(text).not.toContain('undefined')
})

test('a completion links the report where there is one', () => {
  const report = 'https://org.crosschq.com/report/1'

  expect(letterOf({ kind: 'completed', facts: { ...facts, report }, link }).text).toContain(report)
  expect(letterOf({ kind: 'completed', facts, link }).html).not.toContain('href')
})
