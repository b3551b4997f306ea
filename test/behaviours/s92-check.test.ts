import { expect, test } from 'vitest'
import { addField, ticking, writes } from '../headcount.ts'
import { addHireField, hireMapping } from '../hiring.ts'
import { createWorld, type World } from '../world.ts'

const failures = async ({ connection }: World) => (await connection.check()).filter(({ ok }) => !ok)

test('S92 check finds nothing missing in a sound set-up', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })

  const findings = await world.connection.check()

  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  expect(findings.map(({ subject }) => subject)).toEqual(['ChartHop token', 'Ashby key', 'mapping costCenter'])
  expect(findings.at(-1)!.message).toBe('Ashby field "Cost Center" (String) will be made')
  expect(writes(world)).toEqual([])
})

test.each([
  ['openings', ticking(['costCentre', 'Cost Center'])],
  ['hires', hireMapping(['offer.Cost Center', 'costCentre'])],
])('S92 check hints at the field meant by a misspelt code in %s', async (_, mapping) => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'costCenter' })

  const [finding, ...others] = await failures(world)

  expect(others).toEqual([])
  expect(finding).toMatchObject({ subject: 'mapping costCentre' })
  expect(finding!.message).toMatch(
    /mapping\.yaml:3:\d+: ChartHop has no custom field "costCentre"; did you mean "costCenter"\?$/,
  )
})

test('S93 check finds a title of another type', async () => {
  await using world = await createWorld({ mapping: ticking(['hiringBudget', 'Hiring Budget']) })
  addField(world, { code: 'hiringBudget', type: 'MONEY' })
  world.ashby.createFieldByHand({ fieldType: 'String', objectType: 'Opening', title: 'Hiring Budget' })

  const [finding] = await failures(world)

  expect(finding!.subject).toBe('mapping hiringBudget')
  expect(finding!.message).toMatch(/is a String, ChartHop's values need a Currency/)
})

test('S92 check refuses a field that an open job does not have', async () => {
  await using world = await createWorld({ mapping: ticking(['shirtSize', 'Shirt Size']) })
  addField(world, { code: 'shirtSize', entityType: 'PERSON' })

  const [finding] = await failures(world)

  expect(finding!.message).toContain('belongs to PERSON, which an open job does not have')
})

test('S92 check counts the options that Ashby will get', async () => {
  await using world = await createWorld({ mapping: ticking(['seniority', 'Seniority']) })
  addField(world, { code: 'seniority', type: 'ENUM', options: ['Junior', 'Senior', 'Principal'] })
  world.ashby.createFieldByHand({
    fieldType: 'ValueSelect',
    objectType: 'Opening',
    title: 'Seniority',
    selectableValues: [
      { label: 'Junior', value: 'junior' },
      { label: 'Senior', value: 'senior' },
    ],
  })

  const findings = await world.connection.check()

  expect(findings.at(-1)).toMatchObject({ ok: true, message: expect.stringMatching(/1 of 3 options will be added$/) })
  expect(writes(world)).toEqual([])
})

test('S92 check says which offer field a hire mapping cannot write', async () => {
  await using world = await createWorld({ mapping: hireMapping(['offer.Tenure', 'tenureDays']) })
  addField(world, { code: 'tenureDays', type: 'ELAPSED_DAYS', entityType: 'PERSON' })

  const [finding] = await failures(world)

  expect(finding).toMatchObject({ subject: 'mapping tenureDays' })
  expect(finding!.message).toContain('can only be read')
})

test('S92 check finds a title that no offer field has', async () => {
  await using world = await createWorld({ mapping: hireMapping(['offer.T-Shirt Siez', 'shirtSize']) })
  addField(world, { code: 'shirtSize', entityType: 'PERSON' })
  addHireField(world, 'Candidate', 'T-Shirt Siez')
  addHireField(world, 'Offer', 'T-Shirt Size')

  const [finding] = await failures(world)

  expect(finding!.message).toMatch(
    /mapping\.yaml:3:\d+: Ashby has no offer field titled "T-Shirt Siez"; did you mean "T-Shirt Size"\?$/,
  )
})

test.each(['Offer', 'Application', 'Candidate'] as const)(
  'S92 check finds the mapped field of the %s',
  async (object) => {
    await using world = await createWorld({
      mapping: hireMapping([`${object.toLowerCase()}.T-Shirt Size`, 'shirtSize']),
    })
    addField(world, { code: 'shirtSize', entityType: 'PERSON' })
    addHireField(world, object, 'T-Shirt Size')

    expect(await failures(world)).toEqual([])
  },
)

test('S92 fields lists every custom field and where it would go', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter', label: 'Cost centre' })
  addField(world, { code: 'hiringBudget', label: 'Budget', type: 'MONEY' })
  addField(world, { code: 'shirtSize', label: 'Shirt', entityType: 'PERSON' })
  addField(world, { code: 'contractFile', label: 'Contract', type: 'FILE' })

  const lines = await world.connection.fields()

  expect(lines.map(({ code, isMapped, target }) => [code, isMapped, target])).toEqual([
    ['costCenter', true, 'Cost Center (String), to be made'],
    ['hiringBudget', false, 'Budget (Currency), to be made'],
    ['shirtSize', false, 'not on an open job (PERSON); usable under hires'],
    ['contractFile', false, 'cannot be mapped (FILE)'],
  ])
})
