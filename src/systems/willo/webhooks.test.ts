import { expect, test } from 'vitest'
import { RejectedRecordError, UnknownOutcomeError } from '../../lib/errors.ts'
import { BASE, INTERVIEW, PARTICIPANT, page, scriptedWillo } from './fixtures/scripted-willo.ts'

const KEY = 'cc2048a686804049b128f1357c559cbf'
const URL_OF_OURS = 'https://us.example/hooks/interviews/new_response?token=t&event=new_response'

test.each([
  ['some interviews', [INTERVIEW], { follow_all_interviews: false, interviews: [INTERVIEW] }],
  ['every interview', undefined, { follow_all_interviews: true, interviews: [] }],
])('a webhook for %s is made', async (_, interviews, expected) => {
  const { willo, asked } = await scriptedWillo(() => ({ status: 201, body: { key: KEY } }))

  expect(await willo.createWebhook({ url: URL_OF_OURS, event: 'new_response', interviews })).toMatchObject({ key: KEY })
  expect(asked[0]).toMatchObject({ method: 'POST', path: `${BASE}/webhooks/` })
  expect(asked[0]?.body).toEqual({ url: URL_OF_OURS, event: 'new_response', ...expected })
})

test('a webhook without a key may have been made', async () => {
  const { willo } = await scriptedWillo(() => ({ status: 201, body: {} }))

  await expect(willo.createWebhook({ url: URL_OF_OURS, event: 'new_response' })).rejects.toThrow(UnknownOutcomeError)
})

test('a webhook gets another secret', async () => {
  const { willo, asked } = await scriptedWillo(() => ({ body: { key: KEY } }))

  await willo.updateWebhook(KEY, { url: URL_OF_OURS, event: 'new_response' })

  expect(asked[0]).toMatchObject({ method: 'PATCH', path: `${BASE}/webhooks/${KEY}/`, body: { url: URL_OF_OURS } })
  await expect(willo.updateWebhook('x', { url: URL_OF_OURS, event: 'new_response' })).rejects.toThrow(
    RejectedRecordError,
  )
})

test.each([
  ['a page', (rows: readonly unknown[]) => page(rows)],
  ['a bare list', (rows: readonly unknown[]) => ({ body: rows })],
])('webhooks may come as %s', async (_, envelope) => {
  const ours = { key: KEY, url: URL_OF_OURS, event: 'new_response', interviews: [{ key: INTERVIEW }, PARTICIPANT, 7] }
  const { willo } = await scriptedWillo(() => envelope([ours, { key: 'x' }]))

  expect(await willo.webhooks()).toEqual([
    {
      ...{ key: KEY, url: URL_OF_OURS, event: 'new_response', followsAllInterviews: false },
      ...{ interviews: [INTERVIEW, PARTICIPANT], status: undefined },
    },
  ])
})
