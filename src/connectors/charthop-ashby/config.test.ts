import { expect, test } from 'vitest'
import { parseYaml } from '../../lib/yaml-file.ts'
import { check } from '../../lib/zod-problems.ts'
import { CharthopAshbyConfig } from './config.ts'

const SMALLEST = 'id: a\nconnector: charthop-ashby\nmapping: m.yaml\ncharthop: { org: acme }\nashby: {}\n'

function read(text: string) {
  const file = parseYaml(text, 'f.yaml')
  return check(CharthopAshbyConfig, file.value, file)
}

test('fills in the documented defaults', () => {
  expect(read(SMALLEST)).toEqual({
    problems: [],
    value: {
      ...{ id: 'a', connector: 'charthop-ashby', enabled: true, schedule: '*/5 * * * *', mapping: 'm.yaml' },
      charthop: { baseUrl: 'https://api.charthop.com', org: 'acme', token: '' },
      ashby: { baseUrl: 'https://api.ashbyhq.com', apiKey: '' },
      openings: { closeOnInactive: false, adoptExisting: false },
      hires: { push: 'auto', requireAccepted: true },
      limits: { maxUpdates: { percent: 25 }, maxCloses: { count: 0 } },
    },
  })
})

test('reads every setting', () => {
  const text = `id: a
connector: charthop-ashby
enabled: false
schedule: "0 6 * * mon-fri"
mapping: m.yaml
charthop: { baseUrl: "http://127.0.0.1:4001/", org: acme, token: t, rate: { perSecond: 2.5, inFlight: 3 }, personBody: contacts, webhookToken: w }
ashby: { baseUrl: "http://localhost:4002", apiKey: k, webhookSecret: s, rate: { perSecond: 10, inFlight: 1 } }
openings: { closeOnInactive: true, closeReasonId: r1, adoptExisting: true }
hires: { push: onPushEvent, requireAccepted: false }
limits: { maxUpdates: 100, maxCloses: 5% }
`

  expect(read(text)).toMatchObject({
    value: {
      enabled: false,
      charthop: { baseUrl: 'http://127.0.0.1:4001', token: 't', personBody: 'contacts', webhookToken: 'w' },
      ashby: { baseUrl: 'http://localhost:4002', webhookSecret: 's', rate: { perSecond: 10, inFlight: 1 } },
      openings: { closeOnInactive: true, closeReasonId: 'r1', adoptExisting: true },
      hires: { push: 'onPushEvent', requireAccepted: false },
      limits: { maxUpdates: { count: 100 }, maxCloses: { percent: 5 } },
    },
  })
})

test.each([
  [
    'plain http to a vendor',
    'ashby: {}',
    'ashby: { baseUrl: "http://api.ashbyhq.com" }',
    'ashby.baseUrl: expects an https address (http for this machine only), without user, query or #',
  ],
  ['an org that leaves its path', 'org: acme', 'org: ../other', 'charthop.org: expects letters, digits, - and _'],
  ['no org', '{ org: acme }', '{}', 'charthop.org: is missing'],
  ['no ChartHop block', 'charthop: { org: acme }\n', '', 'charthop: is missing'],
  ['no mapping', 'mapping: m.yaml\n', '', 'mapping: is missing'],
  [
    'push events without a secret',
    'ashby: {}',
    'ashby: {}\nhires: { push: onPushEvent }',
    'hires.push: onPushEvent waits for signed events: set ashby.webhookSecret, or use auto',
  ],
  [
    'push events with an empty secret',
    'ashby: {}',
    'ashby: { webhookSecret: "" }\nhires: { push: onPushEvent }',
    'hires.push: onPushEvent waits',
  ],
  [
    'an unknown push',
    'ashby: {}',
    'ashby: {}\nhires: { push: onPush }',
    'hires.push: expects one of auto, onPushEvent',
  ],
  [
    'an unknown body',
    'org: acme',
    'org: acme, personBody: doted',
    'charthop.personBody: expects one of dotted, contacts; did you mean "dotted"?',
  ],
  [
    'a share above all',
    'ashby: {}',
    'ashby: {}\nlimits: { maxUpdates: 101% }',
    'limits.maxUpdates: expects a share from 0% to 100%, or a whole number',
  ],
  ['a negative limit', 'ashby: {}', 'ashby: {}\nlimits: { maxCloses: -1 }', 'limits.maxCloses: '],
  [
    'half a limit',
    'ashby: {}',
    'ashby: {}\nlimits: { maxCloses: 0.5 }',
    'limits.maxCloses: expects a share from 0% to 100%, or a whole number',
  ],
  [
    'a rate of nothing',
    'ashby: {}',
    'ashby: { rate: { perSecond: 0, inFlight: 1 } }',
    'ashby.rate.perSecond: is too small',
  ],
  ['half a rate', 'ashby: {}', 'ashby: { rate: { perSecond: 1 } }', 'ashby.rate.inFlight: is missing'],
  [
    'an unknown opening rule',
    'ashby: {}',
    'ashby: {}\nopenings: { closeOnInactiv: true }',
    'openings: unknown key "closeOnInactiv"; did you mean "closeOnInactive"?',
  ],
  ['another connector', 'charthop-ashby', 'willo-ashby', 'connector: expects charthop-ashby'],
])('refuses %s', (_, part, wrong, message) => {
  const { problems } = read(SMALLEST.replace(part, wrong))

  expect(problems.map((problem) => problem.message).join('\n')).toContain(message)
  expect(problems).toHaveLength(1)
})
