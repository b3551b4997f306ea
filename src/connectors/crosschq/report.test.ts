import { expect, test } from 'vitest'
import { fileName, noteHtml } from './report.ts'

const REQUEST = '7c0f52b9-4984-48c6-aa6d-f388e7ea2af4'

test.each([
  ['Ada Lovelace', 'Crosschq reference report Ada Lovelace 7c0f52b9.pdf'],
  ['Zoë O’Brien-Łukasz', 'Crosschq reference report Zoë O Brien-Łukasz 7c0f52b9.pdf'],
  ['../../etc/passwd', 'Crosschq reference report .. .. etc passwd 7c0f52b9.pdf'],
  ['<script>alert(1)</script>', 'Crosschq reference report script alert 1 script 7c0f52b9.pdf'],
  ['a\r\nb\u0000c', 'Crosschq reference report a b c 7c0f52b9.pdf'],
  ['', 'Crosschq reference report 7c0f52b9.pdf'],
])('%j gives a name that every file system takes', (name, expected) => {
  expect(fileName(name, REQUEST)).toBe(expected)
})

test('a very long name stays a file name', () => {
  expect(fileName('A'.repeat(500), REQUEST).length).toBeLessThan(130)
})

test('a note links the report and names the request', () => {
  expect(noteHtml({ request: REQUEST, link: 'https://org.example/r?a=1&b="2' }, 'it is <large>')).toBe(
    `<a href="https://org.example/r?a=1&amp;b=&quot;2">Crosschq reference report</a> (no file here: it is &lt;large&gt;). Request ${REQUEST}.`,
  )
  expect(noteHtml({ request: REQUEST, link: undefined })).toBe(`Crosschq has the reference report. Request ${REQUEST}.`)
})
