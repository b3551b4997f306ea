import { expect, test } from 'vitest'
import { scriptedHttp } from '../../lib/fixtures/scripted-http.ts'
import { scriptedCrosschq } from './fixtures/scripted-crosschq.ts'
import { createDownload } from './report.ts'

const PDF = Buffer.from('%PDF-1.7\nreport\n%%EOF')

test('a report is fetched without our key', async () => {
  const { crosschq } = await scriptedCrosschq(() => ({ body: {} }))
  const files = await scriptedHttp(() => ({ body: PDF, headers: { 'content-type': 'application/pdf' } }))

  const download = await crosschq.download(`${files.url}/full.pdf?signature=1`)

  expect(download).toEqual({ type: 'file', bytes: PDF, contentType: 'application/pdf' })
  expect(files.asked[0]?.headers).not.toHaveProperty('authorization')
})

test('a report on this machine needs a Crosschq on it', async () => {
  const files = await scriptedHttp(() => ({ body: PDF }))
  const download = createDownload('https://partner.crosschq.com/', {})

  expect(await download(`${files.url}/full.pdf`)).toMatchObject({ type: 'refused', refusal: 'refusedAddress' })
  expect(files.asked).toHaveLength(0)
})

test.each(['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1'])('%s is on this machine', async (baseUrl) => {
  const files = await scriptedHttp(() => ({ body: PDF }))

  expect(await createDownload(baseUrl, {})(`${files.url}/full.pdf`)).toMatchObject({ type: 'file' })
})

test.each(['', 'data:application/pdf;base64,'])('the file itself may stand in place of a link (%j)', async (prefix) => {
  const download = createDownload('https://partner.crosschq.com/', {})

  expect(await download(prefix + PDF.toString('base64'))).toEqual({
    type: 'file',
    bytes: PDF,
    contentType: 'application/pdf',
  })
})

test('base64 of something else is no file', async () => {
  const download = createDownload('https://partner.crosschq.com/', {})

  expect(await download(Buffer.from('<html>').toString('base64'))).toMatchObject({ refusal: 'refusedAddress' })
})
