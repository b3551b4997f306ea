import { expect, test } from 'vitest'
import { FatalError } from './errors.ts'
import { createLogger, type Logger } from './logger.ts'

test('writes one line of JSON with facts as fields', () => {
  const [line] = logged((logger) => logger.child({ run: 7 }).info({ changed: 2 }, 'run finished'))

  expect(line).toMatchObject({ level: 'info', run: 7, changed: 2, msg: 'run finished' })
  expect(Date.parse(line!.time as string)).not.toBeNaN()
})

test.each(['authorization', 'Authorization', 'apiKey', 'api_key', 'webhookSecret', 'TOKEN', 'password', 'Set-Cookie'])(
  'hides a key under %j',
  (key) => {
    expect(raw((logger) => logger.info({ call: { headers: [{ [key]: 'planted' }] } }, 'called'))).not.toContain(
      'planted',
    )
  },
)

test.each(['name', 'firstName', 'email', 'emails', 'home_email', 'phone', 'salary', 'body', 'before', 'after'])(
  'hides a person under %j',
  (key) => {
    expect(raw((logger) => logger.info({ change: { [key]: { x: ['planted'] } } }, 'planned'))).not.toContain('planted')
  },
)

test('hides numbers too', () => {
  expect(raw((logger) => logger.info({ salary: 98765.43, money: { amount: 98765.43 } }, 'x'))).not.toContain('98765.43')
})

test('hides what child loggers carry', () => {
  expect(
    raw((logger) =>
      logger
        .child({ token: 'planted' })
        .child({ a: { name: 'planted' } })
        .info('x'),
    ),
  ).not.toContain('planted')
})

test.each([
  'mail ada.lovelace+jobs@mail.example.com bounced',
  'header "Authorization: Bearer ada@example.com/abc=" sent',
  'basic YWRhQGV4YW1wbGUuY29tOng=',
])('masks addresses and keys in text: %s', (text) => {
  const line = raw((logger) => logger.info({ text, list: [text] }, text))

  expect(line).not.toMatch(/ada|example|YWRh/)
  expect(() => JSON.parse(line)).not.toThrow()
})

test('renders an error as class, message and facts', () => {
  const cause = new Error('socket closed')
  const error = new FatalError('ChartHop refused the key', { status: 401, path: '/v1/org/{orgId}' }, { cause })

  const [line] = logged((logger) => logger.error({ err: error }, 'run failed'))

  expect(line!.err).toMatchObject({
    type: 'FatalError',
    message: expect.stringContaining('ChartHop refused the key'),
    facts: { status: 401, path: '/v1/org/{orgId}' },
    cause: { type: 'Error', message: 'socket closed' },
  })
})

test('takes nothing else from a library error', () => {
  const error = Object.assign(new Error('Request failed'), {
    config: { headers: { 'x-odd': 'planted' }, data: 'planted' },
    response: { data: 'planted' },
    detail: 'planted',
    cause: { planted: 'planted' },
  })

  expect(raw((logger) => logger.error(error))).not.toContain('planted')
  expect(raw((logger) => logger.error({ err: error }, 'x'))).not.toContain('planted')
  expect(raw((logger) => logger.error({ failure: error }, 'x'))).not.toContain('planted')
  expect(raw((logger) => logger.error(error))).toContain('Request failed')
})

test('an unforeseen error says where it came from', () => {
  const [line] = logged((logger) => logger.error(new TypeError('x is undefined\nat planted:1:2:')))

  expect((line!.err as { at: string[] }).at[0]).toContain('logger.test.ts')
})

test('takes nothing of a library object but its class', () => {
  class Socket {
    key = 'planted'
  }

  const line = raw((logger) => logger.info({ socket: new Socket(), map: new Map([['a', 'planted']]) }, 'x'))

  expect(line).not.toContain('planted')
  expect(line).toContain('[Socket]')
})

test('logs the route of a web request, never its address', () => {
  const req = {
    id: 'r1',
    method: 'GET',
    url: '/answers/planted?token=planted',
    routeOptions: { url: '/answers/:token' },
  }

  const line = raw((logger) => logger.info({ req, res: { statusCode: 200, headers: 'planted' } }, 'answered'))

  expect(line).not.toContain('planted')
  expect(JSON.parse(line)).toMatchObject({ req: { url: '/answers/:token' }, res: { statusCode: 200 } })
})

test('keeps one line whatever a vendor writes', () => {
  const nasty = 'a\r\n{"level":"info","msg":"forged"}\u001b[31m\u009b31m\u2028\u202e"\\'

  const lines = logged((logger) => logger.warn({ code: nasty, [nasty]: 1 }, nasty))

  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ code: nasty, [nasty]: 1, msg: nasty })
  expect(raw((logger) => logger.warn({ code: nasty }, nasty))).not.toMatch(/[^\P{C}\n]/u)
})

test('survives circles and depth', () => {
  const circle: Record<string, unknown> = {}
  circle.again = circle

  expect(logged((logger) => logger.info({ circle, big: 1n, when: new Date(0) }, 'x'))[0]).toMatchObject({
    big: '1',
    when: '1970-01-01T00:00:00.000Z',
  })
})

test('keeps to its level', () => {
  expect(logged((logger) => logger.info('x'), 'warn')).toEqual([])
})

function raw(write: (logger: Logger) => void, level: 'info' | 'warn' = 'info'): string {
  let text = ''
  const destination = {
    write: (line: string) => {
      text += line
    },
  }
  write(createLogger({ level, destination }))
  return text
}

function logged(write: (logger: Logger) => void, level?: 'info' | 'warn'): Record<string, unknown>[] {
  const lines = raw(write, level).split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line))
}
