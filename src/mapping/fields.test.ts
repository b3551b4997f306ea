import { expect, test } from 'vitest'
import { checkMapping } from './fields.ts'
import { parseMapping } from './load.ts'

const known = [
  { code: 'costCenter', label: 'Cost Center' },
  { code: 'shirtSize', label: 'T-Shirt' },
]

function problems(text: string) {
  return checkMapping(parseMapping(`version: 1\n${text}`, 'f.yaml'), known)
}

test('finds nothing wrong with fields ChartHop has', () => {
  expect(problems('openings: [{ from: COSTCENTER, to: X }]\nhires: [{ from: offer.S, to: shirtSize }]')).toEqual([])
})

test('names fields that ChartHop does not have', () => {
  expect(
    problems(
      'openings:\n  - { from: costCentre, to: X }\n  - { from: wholly, to: Y }\nhires: [{ from: offer.S, to: shirt }]',
    ),
  ).toEqual([
    {
      at: 'f.yaml:3:5',
      code: 'costCentre',
      message: 'ChartHop has no custom field "costCentre"; did you mean "costCenter"?',
    },
    {
      at: 'f.yaml:4:5',
      code: 'wholly',
      message: 'ChartHop has no custom field "wholly"; "hirewire fields" lists them',
    },
    { at: 'f.yaml:5:9', code: 'shirt', message: 'ChartHop has no custom field "shirt"; "hirewire fields" lists them' },
  ])
})

test('finds the code of a label', () => {
  expect(problems('openings: [{ from: TShirt, to: X }]')[0]?.message).toContain('did you mean "shirtSize"?')
})
