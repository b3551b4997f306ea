import { expect, test } from 'vitest'
import { addProspects, emailsIn, exportingToLever, opportunities } from '../exports.ts'
import { standing, writesDuring } from '../references-lever.ts'

const ADA = { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' }

test('S64 who is in Lever already gets tags and source, and no second opportunity', async () => {
  await using world = await exportingToLever({ existing: true, tags: ['prospect'] })
  const known = world.lever.addLead({ email: 'ADA@example.com', tags: ['vip'], sources: ['Referral'] })
  const [prospect] = await addProspects(world, 1, () => ADA)

  const sent = await writesDuring(world, world.sync)

  expect(sent).toEqual(['POST /v1/opportunities/{id}/addTags', 'POST /v1/opportunities/{id}/addSources'])
  expect(opportunities(world)).toMatchObject([
    { id: known.id, tags: ['vip', 'prospect'], sources: ['Referral', 'Crosschq'] },
  ])
  expect(await standing(world, 'prospects', prospect!.id)).toMatchObject({ state: 'synced' })
})

test('S64 two people with the address are a question for a person', async () => {
  await using world = await exportingToLever({ existing: true })
  const one = world.lever.addLead({ email: 'ada@example.com' })
  const other = world.lever.addLead({ email: 'else@example.com' })
  const contact = world.lever.state.contacts.get(other.contactId)!
  world.lever.state.contacts.set(contact.id, { ...contact, emails: ['ada@example.com'] })
  const [prospect] = await addProspects(world, 1, () => ADA)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  const record = await standing(world, 'prospects', prospect!.id)
  expect(record).toMatchObject({ state: 'attention', reason: 'ambiguous_match' })
  expect([one.id, other.id].every((id) => record.message?.includes(id))).toBe(true)
  expect(opportunities(world)).toHaveLength(2)
})

test('S64 one person who is there twice in Crosschq is exported once', async () => {
  await using world = await exportingToLever({ existing: true })
  const [older, younger] = await addProspects(world, 2, (at) => ({
    ...ADA,
    created_at: new Date(Date.UTC(2025, 0, 1 + at)).toISOString(),
  }))

  await world.sync()
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(opportunities(world)).toHaveLength(1)
  expect(await standing(world, 'prospects', older!.id)).toMatchObject({ state: 'synced' })
  expect(await standing(world, 'prospects', younger!.id)).toMatchObject({ state: 'skipped', reason: 'same_person' })
})

test('S64 who cannot be exported is in the way of nobody with the same address', async () => {
  await using world = await exportingToLever({ existing: true })
  await addProspects(world, 2, (at) => ({
    ...(at === 0 ? { ...ADA, first_name: '', last_name: '' } : ADA),
    created_at: new Date(Date.UTC(2025, 0, 1 + at)).toISOString(),
  }))

  await world.sync()

  expect([...world.lever.state.contacts.values()]).toMatchObject([{ name: 'Ada Lovelace' }])
})

test('S64 who came to Lever under another address is not linked twice', async () => {
  await using world = await exportingToLever({ existing: true, new: true })
  const known = world.lever.addLead({ email: 'ada@example.com' })
  await addProspects(world, 1, () => ADA)
  await world.sync()
  const contact = world.lever.state.contacts.get(known.contactId)!
  world.lever.state.contacts.set(contact.id, { ...contact, emails: [...contact.emails, 'ada@home.example'] })
  const [second] = await addProspects(world, 1, () => ({ ...ADA, email: 'ada@home.example' }))

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(opportunities(world)).toHaveLength(1)
  expect(await standing(world, 'prospects', second!.id)).toMatchObject({ state: 'skipped', reason: 'same_person' })
})

test('S64 without an address nobody is exported, and it is told', async () => {
  await using world = await exportingToLever({ existing: true })
  const [prospect] = await addProspects(world, 1, () => ({ email: null }))

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(opportunities(world)).toEqual([])
  expect(await standing(world, 'prospects', prospect!.id)).toMatchObject({ state: 'skipped', reason: 'no_email' })
})

test('S64 an address that is added later is seen within a day', async () => {
  await using world = await exportingToLever({ existing: true })
  const [prospect] = await addProspects(world, 1, () => ({ email: null }))
  await world.sync()
  Object.assign(prospect!, { email: 'ada@example.com' })
  world.passHours(25)

  await world.sync()

  expect(emailsIn(world)).toEqual(['ada@example.com'])
})

test('S64 without an address they are exported where the config says so', async () => {
  await using world = await exportingToLever({ existing: true, withoutEmail: 'create' })
  await addProspects(world, 2, () => ({ email: null }))

  await world.sync()
  await world.sync()

  expect(opportunities(world)).toHaveLength(2)
  expect(emailsIn(world)).toEqual([])
})

test('S64 a first name alone will do in Lever, no name at all will not', async () => {
  await using world = await exportingToLever({ existing: true })
  const [, nameless] = await addProspects(world, 2, (at) => ({ last_name: '', ...(at === 1 && { first_name: '' }) }))

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect([...world.lever.state.contacts.values()]).toMatchObject([{ name: 'Paula' }])
  expect(await standing(world, 'prospects', nameless!.id)).toMatchObject({ state: 'attention', reason: 'no_name' })
})
