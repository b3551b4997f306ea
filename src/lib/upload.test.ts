import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { closeLater } from './fixtures/scripted-http.ts'
import { type UploadOptions, uploadFile } from './upload.ts'

const FILE = {
  name: 'References of "N".pdf',
  contentType: 'application/pdf',
  bytes: Buffer.from('%PDF-\r\n\x00\xff', 'latin1'),
}
const FIELDS = { key: 'a/b', policy: 'eyJ9', 'Content-Type': 'application/pdf' }
const LOCAL: UploadOptions = { allowLoopback: true }

interface Received {
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer<ArrayBuffer>
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closeLater({ close: () => server.closeAllConnections() })
  closeLater(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket?signature=s3cret`
}

/** A place that keeps what it gets and answers with one status. */
async function place(status: number, headers: Readonly<Record<string, string>> = {}) {
  const received: Received[] = []
  const url = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    received.push({ headers: request.headers, body: Buffer.concat(chunks) })
    response.writeHead(status, headers).end('<Error>words of the storage</Error>')
  })
  return { received, url }
}

describe('a file', () => {
  test.each([200, 201, 204])('is stored where the answer is %d', async (status) => {
    const { url } = await place(status)

    expect(await uploadFile(FILE, { url, fields: FIELDS }, LOCAL)).toEqual({ type: 'stored' })
  })

  test('goes after all fields, byte for byte', async () => {
    const { received, url } = await place(204)

    await uploadFile(FILE, { url, fields: FIELDS }, LOCAL)

    const { headers, body } = received[0]!
    const form = await new Response(body, { headers: { 'content-type': headers['content-type']! } }).formData()
    const file = form.get('file') as File
    expect([...form.keys()]).toEqual(['key', 'policy', 'Content-Type', 'file'])
    expect(form.get('policy')).toBe('eyJ9')
    expect({ name: file.name, type: file.type }).toEqual({ name: FILE.name, type: FILE.contentType })
    expect(Buffer.from(await file.arrayBuffer())).toEqual(FILE.bytes)
  })

  test('goes with its length and without credentials', async () => {
    const { received, url } = await place(204)

    await uploadFile(FILE, { url, fields: {} }, LOCAL)

    const { headers, body } = received[0]!
    expect(headers['content-length']).toBe(String(body.length))
    expect(headers).not.toHaveProperty('transfer-encoding')
    expect(headers).not.toHaveProperty('authorization')
  })
})

describe('what is not stored', () => {
  test.each([302, 307, 400, 403, 413, 503])('status %d is not taken', async (status) => {
    const target = await place(204)
    const { url } = await place(status, { location: target.url })

    const upload = await uploadFile(FILE, { url, fields: FIELDS }, LOCAL)

    expect(upload).toMatchObject({ type: 'refused', refusal: 'notTaken' })
    expect(JSON.stringify(upload)).not.toMatch(/s3cret|words|bucket/)
    expect(target.received).toEqual([])
  })

  test('a hang-up is unreachable', async () => {
    const url = await serve((request) => request.socket.destroy())

    expect(await uploadFile(FILE, { url, fields: {} }, LOCAL)).toMatchObject({ refusal: 'unreachable' })
  })

  test('silence ends in time', async () => {
    const url = await serve(() => {})

    const upload = await uploadFile(FILE, { url, fields: {} }, { ...LOCAL, timeouts: { totalMs: 50 } })

    expect(upload).toMatchObject({ refusal: 'unreachable' })
  })

  test('a closed client does not begin', async () => {
    const { received, url } = await place(204)

    const upload = await uploadFile(FILE, { url, fields: {} }, { ...LOCAL, signal: AbortSignal.abort() })

    expect(upload).toMatchObject({ refusal: 'unreachable' })
    expect(received).toEqual([])
  })
})

describe('addresses', () => {
  test('this machine is refused unless allowed', async () => {
    const { received, url } = await place(204)

    expect(await uploadFile(FILE, { url, fields: {} })).toMatchObject({ refusal: 'refusedAddress' })
    expect(received).toEqual([])
  })

  test.each([
    ['http to the open internet', 'http://files.example.com/', ['93.184.216.34']],
    ['a private network', 'https://files.example.com/', ['10.0.0.7']],
    ['a machine of the cloud', 'https://169.254.169.254/', []],
    ['one private address of two', 'https://files.example.com/', ['93.184.216.34', '192.168.1.1']],
    ['a link with a password', 'https://user:pass@files.example.com/', ['93.184.216.34']],
    ['no web address', 'file:///etc/passwd', []],
  ])('%s is refused', async (_, url, addresses) => {
    const upload = await uploadFile(FILE, { url, fields: {} }, { ...LOCAL, resolve: async () => addresses })

    expect(upload).toMatchObject({ type: 'refused', refusal: 'refusedAddress' })
  })

  test('a name of this machine is asked at its judged address', async () => {
    const { received, url } = await place(204)
    const named = url.replace('127.0.0.1', 'files.example.com')

    const upload = await uploadFile(FILE, { url: named, fields: {} }, { ...LOCAL, resolve: async () => ['127.0.0.1'] })

    expect(upload).toEqual({ type: 'stored' })
    expect(received[0]?.headers.host).toMatch(/^files\.example\.com:\d+$/)
  })
})
