import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import type { CrosschqSandboxOptions } from '../sandbox.ts'
import { pdfOf } from './pdf.ts'
import { DEFAULT_SETTINGS } from './settings.ts'
import { CREATE_BODY, startWithCall } from './testing.ts'

async function startCompleted(options: CrosschqSandboxOptions = {}) {
  const clock = fixedClock('2026-03-02T09:00:00Z')
  const running = await startWithCall({ clock, ...options })
  const { id } = running.sandbox.requestInCrosschq(CREATE_BODY)
  running.sandbox.complete(id)
  const look = async () => (await running.call('GET', `/partners/reference-request/${id}/`)).body
  return { ...running, clock, id, look }
}

test('both files are PDFs anybody may fetch', async () => {
  await using it = await startCompleted()
  const { report_full_pdf, report_summary_pdf } = await it.look()

  for (const link of [report_full_pdf, report_summary_pdf]) {
    const response = await fetch(link)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect((await response.text()).slice(0, 8)).toBe('%PDF-1.4')
  }
  expect(report_full_pdf).not.toBe(report_summary_pdf)
})

test('the page for people is no PDF', async () => {
  await using it = await startCompleted()

  const response = await fetch((await it.look()).report_url)

  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
})

test('links expire and new ones are given', async () => {
  await using it = await startCompleted({ reportLinkMs: 1000 })
  const { report_full_pdf: old } = await it.look()
  it.clock.advance(1000)

  const { report_full_pdf: fresh } = await it.look()

  expect((await fetch(old)).status).toBe(403)
  expect((await fetch(fresh)).status).toBe(200)
})

test('a changed link or a token is refused', async () => {
  await using it = await startCompleted()
  const { report_full_pdf: link } = await it.look()

  const changed = await fetch(link.replace(/expires=\d/, 'expires=9'))
  const withToken = await fetch(link, { headers: { authorization: it.sandbox.token } })

  expect([changed.status, withToken.status]).toEqual([403, 400])
})

test('a report may have no PDF', async () => {
  await using it = await startWithCall()
  const { id } = it.sandbox.requestInCrosschq(CREATE_BODY)
  it.sandbox.complete(id, { withPdf: false })

  const { body } = await it.call('GET', `/partners/reference-request/${id}/`)

  expect(body).toMatchObject({ report_url: expect.any(String), report_full_pdf: null, report_summary_pdf: null })
})

test('a PDF may come inside the answer', async () => {
  await using it = await startCompleted({ pdfAs: 'base64' })

  const { report_full_pdf } = await it.look()

  expect(Buffer.from(report_full_pdf, 'base64').toString('latin1')).toMatch(/^%PDF-1\.4.*%%EOF\n$/s)
})

test('links may name another host', async () => {
  await using it = await startCompleted({ reportOrigin: 'http://10.0.0.1' })

  expect((await it.look()).report_full_pdf).toMatch(/^http:\/\/10\.0\.0\.1\/report-files\//)
})

test.each([
  ['notFound', 404, 'application/xml'],
  ['notPdf', 200, 'text/html; charset=utf-8'],
  ['redirect', 302, null],
] as const)('a file can be faulty: %s', async (reportFault, status, type) => {
  await using it = await startCompleted({ reportFault })

  const response = await fetch((await it.look()).report_full_pdf, { redirect: 'manual' })

  expect(response.status).toBe(status)
  if (type !== null) expect(response.headers.get('content-type')).toBe(type)
  expect(response.headers.get('location')).toBe(reportFault === 'redirect' ? it.sandbox.settings.redirectTo : null)
})

test('a file can be too large', async () => {
  await using it = await startCompleted({ reportFault: 'huge', hugeBytes: 5_000_000 })

  const response = await fetch((await it.look()).report_full_pdf)
  let bytes = 0
  for await (const chunk of response.body!) bytes += chunk.length

  expect(bytes).toBe(5_000_000)
  expect(DEFAULT_SETTINGS.hugeBytes).toBe(100 * 1024 * 1024)
})

test('each object of a PDF is where its table says', () => {
  const file = pdfOf(['A (draft) \\ of', 'Zoë']).toString('latin1')

  const places = [...file.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place))

  expect(places.map((place) => file.slice(place, place + 7))).toEqual([1, 2, 3, 4, 5].map((at) => `${at} 0 obj`))
  expect(file.slice(Number(/startxref\n(\d+)/.exec(file)?.[1])).startsWith('xref')).toBe(true)
  const [, length, drawing] = /\/Length (\d+) >>\nstream\n(.*?)\nendstream/s.exec(file) ?? []
  expect(drawing?.length).toBe(Number(length))
  expect(file).toContain('(A \\(draft\\) \\\\ of) Tj')
  expect(file).toContain('(Zo?) Tj')
})
