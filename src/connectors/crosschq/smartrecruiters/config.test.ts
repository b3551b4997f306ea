import { expect, test } from 'vitest'
import { CrosschqSmartRecruitersConfig } from './config.ts'

const LEAST = {
  ...{ id: 'references-sr', connector: 'crosschq-smartrecruiters', mapping: 'm.yaml', crosschq: { token: 't' } },
  smartrecruiters: { auth: { type: 'apiKey', key: 'k' } },
}

test('what is left out has the defaults that are told', () => {
  expect(CrosschqSmartRecruitersConfig.parse(LEAST)).toMatchObject({
    ...{ schedule: '*/5 * * * *', trigger: { step: 'Crosschq' }, jobField: 'Crosschq tag' },
    ...{ attachReport: true, treatWithdrawnAsRejected: false },
    smartrecruiters: { baseUrl: 'https://api.smartrecruiters.com' },
    requests: { backfill: false, allowRepeat: false, cancelOnReject: true },
  })
})

test.each([
  ['no way in', { smartrecruiters: {} }, 'smartrecruiters.auth'],
  ['another way in', { smartrecruiters: { auth: { type: 'password' } } }, 'smartrecruiters.auth.type'],
  ['an empty step', { trigger: { step: ' ' } }, 'trigger.step'],
  ['an empty field', { jobField: '' }, 'jobField'],
  ['a switch that is none', { attachReport: 'yes' }, 'attachReport'],
  ['a stage, as Lever has them', { trigger: { stage: 'Crosschq' } }, 'trigger'],
])('%s is refused with its place', (_, change, place) => {
  const { error } = CrosschqSmartRecruitersConfig.safeParse({ ...LEAST, ...change })

  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([place])
})
