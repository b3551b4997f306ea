import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type DownloadOptions, downloadPdf } from './download.ts'
import { closeLater, type Scripted, scriptedHttp } from './fixtures/scripted-http.ts'

const PDF = Buffer.from('%PDF-1.7\nsmall but real enough\n%%EOF')
const LOCAL: DownloadOptions = { allowLoopback: true }

const file: Scripted = { body: PDF, headers: { 'content-type': 'application/pdf; charset=binary' } }

async function download(scripted: Scripted, options: DownloadOptions = LOCAL) {
  const { url } = await scriptedHttp(() => scripted)
  return await downloadPdf(`${url}/report.pdf?signature=s3cret`, options)
}

/** A server that does with the connection what the test wants. */
async function rawServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closeLater({ close: () => server.closeAllConnections() })
  closeLater(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

describe('a file', () => {
  test('comes with its bytes and type', async () => {
    expect(await download(file)).toEqual({ type: 'file', bytes: PDF, contentType: 'application/pdf' })
  })

  test('is asked for without any credentials', async () => {
    const { url, asked } = await scriptedHttp(() => file)

    await downloadPdf(`${url}/r.pdf`, LOCAL)

    expect(asked).toHaveLength(1)
    expect(asked[0]?.headers).not.toHaveProperty('authorization')
    expect(asked[0]?.headers).not.toHaveProperty('cookie')
  })

  test('is found behind a redirect', async () => {
    const { url } = await scriptedHttp(({ path }) =>
      path === '/r.pdf' ? { status: 302, headers: { location: '/there.pdf' } } : file,
    )

    expect(await downloadPdf(`${url}/r.pdf`, LOCAL)).toMatchObject({ type: 'file' })
  })
})

describe('what leads nowhere', () => {
  test.each([400, 401, 403, 404, 410])('status %d is an expired link', async (status) => {
    expect(await download({ status, body: 'Request has expired' })).toMatchObject({ refusal: 'expired' })
  })

  test.each([201, 204, 304, 418, 429, 500, 503])('status %d is unreachable', async (status) => {
    expect(await download({ status })).toMatchObject({ refusal: 'unreachable' })
  })

  test('a hang-up is unreachable', async () => {
    expect(await download('hang up')).toMatchObject({ refusal: 'unreachable' })
  })

  test('a closed port is unreachable', async () => {
    const server = createTcpServer()
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    await new Promise((closed) => server.close(closed))

    expect(await downloadPdf(`http://127.0.0.1:${port}/`, LOCAL)).toMatchObject({ refusal: 'unreachable' })
  })

  test('a name that nobody knows is unreachable', async () => {
    const resolve = async () => Promise.reject(new Error('ENOTFOUND'))

    expect(await downloadPdf('https://gone.example/r.pdf', { resolve })).toMatchObject({ refusal: 'unreachable' })
  })

  test('a file that breaks off is unreachable', async () => {
    const url = await rawServer((_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write(PDF, () => response.destroy())
    })

    expect(await downloadPdf(url, LOCAL)).toMatchObject({ refusal: 'unreachable' })
  })

  test('a server that drips is given up', async () => {
    const url = await rawServer((_, response) => void response.writeHead(200).write(PDF))

    const download = await downloadPdf(url, { ...LOCAL, timeouts: { totalMs: 100 } })

    expect(download).toMatchObject({ refusal: 'unreachable' })
  })

  test('a name that never resolves is given up', async () => {
    const resolve = () => new Promise<readonly string[]>(() => {})

    const download = await downloadPdf('https://slow.example/', { resolve, timeouts: { totalMs: 50 } })

    expect(download).toMatchObject({ refusal: 'unreachable' })
  })

  test('redirects in a circle end', async () => {
    const { url, asked } = await scriptedHttp(() => ({ status: 302, headers: { location: '/again' } }))

    expect(await downloadPdf(url, LOCAL)).toMatchObject({ refusal: 'unreachable' })
    expect(asked).toHaveLength(4)
  })
})

describe('what is no report', () => {
  test.each([
    ['a web page', '<!DOCTYPE html><title>Sign in</title>'],
    ['nothing', ''],
    ['too little', '%PD'],
    ['a packed file', gzipSync(PDF)],
    ['a PDF further down', `\n\n${PDF}`],
  ])('%s is refused', async (_, body) => {
    expect(await download({ body, headers: { 'content-type': 'application/pdf' } })).toMatchObject({
      refusal: 'notPdf',
    })
  })

  test('is recognised though its start comes in pieces', async () => {
    const url = await rawServer(async (_, response) => {
      for (const piece of ['%P', 'DF', '-1.4 rest']) await new Promise((done) => response.write(piece, done))
      response.end()
    })

    expect(await downloadPdf(url, LOCAL)).toMatchObject({ type: 'file' })
  })

  test('a file that says it is too large is not read', async () => {
    const url = await rawServer(
      (_, response) => void response.writeHead(200, { 'content-length': '100000000' }).write(PDF),
    )

    expect(await downloadPdf(url, LOCAL)).toMatchObject({ refusal: 'tooLarge' })
  })

  test('a file that grows too large is dropped', async () => {
    let written = 0
    let isDropped = false
    const url = await rawServer((_, response) => {
      response.on('close', () => {
        isDropped = true
      })
      const more = () => {
        if (isDropped) return
        written += 1024
        response.write(Buffer.concat([PDF, Buffer.alloc(1024)]), more)
      }
      more()
    })

    expect(await downloadPdf(url, { ...LOCAL, maxBytes: 10_000 })).toMatchObject({ refusal: 'tooLarge' })
    await expect.poll(() => isDropped).toBe(true)
    expect(written).toBeLessThan(50_000_000)
  })
})

describe('an address that is not of the open internet', () => {
  test.each([
    ...['http://127.0.0.1/', 'https://127.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://0177.0.0.1/'],
    ...['https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://[::ffff:10.0.0.1]/', 'https://[64:ff9b::a00:1]/'],
    ...['https://10.1.2.3/', 'https://192.168.0.1/', 'https://172.16.0.1/', 'https://169.254.169.254/latest/meta-data'],
    ...['https://[fe80::1]/', 'https://[fd00:ec2::254]/', 'https://0.0.0.0/', 'https://①②⑦.0.0.1/', 'https://127.1/'],
  ])('%s is refused', async (url) => {
    expect(await downloadPdf(url)).toMatchObject({ type: 'refused', refusal: 'refusedAddress' })
  })

  test('localhost is refused by what it resolves to', async () => {
    expect(await downloadPdf('https://localhost/')).toMatchObject({ refusal: 'refusedAddress' })
  })

  test.each([
    ...[
      'file:///etc/passwd',
      'ftp://files.example/r.pdf',
      'data:application/pdf,x',
      'javascript:alert(1)',
      'nothing',
      '',
    ],
    ...['//files.example/r.pdf', 'https://user:pw@files.example/', 'http://files.example/r.pdf'],
  ])('the link %j is refused', async (url) => {
    const resolve = async () => ['8.8.8.8']

    expect(await downloadPdf(url, { resolve })).toMatchObject({ refusal: 'refusedAddress' })
  })

  test.each([[['10.0.0.1']], [['8.8.8.8', '10.0.0.1']], [['::ffff:7f00:1']]])(
    'a name that resolves to %j is refused',
    async (addresses) => {
      const resolve = async () => addresses

      expect(await downloadPdf('https://files.example/', { resolve })).toMatchObject({ refusal: 'refusedAddress' })
    },
  )

  test('only this machine passes where loopback may', async () => {
    expect(await downloadPdf('http://10.0.0.1/', LOCAL)).toMatchObject({ refusal: 'refusedAddress' })
    expect(await downloadPdf('https://169.254.169.254/', LOCAL)).toMatchObject({ refusal: 'refusedAddress' })
  })

  test('a redirect there is refused as well', async () => {
    const location = 'https://169.254.169.254/latest/meta-data'

    expect(await download({ status: 302, headers: { location } })).toMatchObject({ refusal: 'refusedAddress' })
  })

  test('a name is resolved once and connected to as judged', async () => {
    const { url, asked } = await scriptedHttp(() => file)
    const answers = [['127.0.0.1'], ['10.0.0.1']]
    const resolved: string[] = []
    const resolve = async (host: string) => {
      resolved.push(host)
      return answers[resolved.length - 1] ?? []
    }

    const download = await downloadPdf(`http://reports.example:${new URL(url).port}/r.pdf`, { ...LOCAL, resolve })

    expect(download).toMatchObject({ type: 'file' })
    expect(resolved).toEqual(['reports.example'])
    expect(asked[0]?.headers.host).toBe(`reports.example:${new URL(url).port}`)
  })
})

test.each<Scripted>([{ status: 403, body: 's3cret' }, { body: 's3cret' }, 'hang up', { status: 500 }])(
  'no reason holds the link or the answer (%j)',
  async (scripted) => {
    expect(JSON.stringify(await download(scripted))).not.toMatch(/s3cret|signature|127\.0/)
  },
)

test('a closed client gives up its downloads', async () => {
  const closed = new AbortController()
  const url = await rawServer((_, response) => {
    response.writeHead(200).write(PDF)
    setTimeout(() => closed.abort(), 20)
  })

  expect(await downloadPdf(url, { ...LOCAL, signal: closed.signal })).toMatchObject({ refusal: 'unreachable' })
})
