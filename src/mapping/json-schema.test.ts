import { readFileSync } from 'node:fs'
import Ajv from 'ajv'
import { expect, test } from 'vitest'
import { parseYaml } from '../lib/yaml-file.ts'
import { MAPPING_SCHEMA_PATH, mappingJsonSchema } from './json-schema.ts'

const RENEW = `out of date: node -e "import('./src/mapping/json-schema.ts').then((m) => m.writeMappingSchema())"`

test('the committed schema is the generated one', () => {
  expect(readFileSync(MAPPING_SCHEMA_PATH, 'utf8') === mappingJsonSchema(), RENEW).toBe(true)
})

test.each([
  ['version: 1\nopenings:\nhires: []', true],
  ['version: 1\nopenings: [{ from: costCenter, to: Cost Center }]', true],
  [
    'version: 1\nopenings: [{ from: a1, to: { title: B, type: Currency }, transform: [trim, { round: 2 }, { map: { a: 1 } }] }]',
    true,
  ],
  ['version: 1\nhires: [{ from: offer.T-Shirt Size, to: shirtSize }]', true],
  ['openings: []', false],
  ['version: 1\nhires: [{ from: offr.Size, to: shirtSize }]', false],
  ['version: 1\nopenings: [{ from: a1, to: { title: B, type: Currencies } }]', false],
  ['version: 1\nopenings: [{ from: a1, to: B, transform: [trm] }]', false],
  ['version: 1\nopenings: [{ form: a1, to: B }]', false],
])('editors judge as we do: %j', (text, isGood) => {
  const validate = new Ajv.default({ strict: false }).compile(JSON.parse(mappingJsonSchema()))

  expect(validate(parseYaml(text, 'f.yaml').value)).toBe(isGood)
})
