import { readFileSync } from 'node:fs'
import Ajv from 'ajv'
import { expect, test } from 'vitest'
import { parseYaml } from '../lib/yaml-file.ts'
import { editorSchemas, jsonSchema } from './json-schema.ts'

const RENEW = `out of date: node -e "import('./src/mapping/json-schema.ts').then((m) => m.writeJsonSchemas())"`

test.each(editorSchemas)('the committed schema is the generated one: $path', (schema) => {
  expect(readFileSync(schema.path, 'utf8') === jsonSchema(schema), RENEW).toBe(true)
})

const template = (rest: string) => `version: 1\ntemplates: [{ id: a, name: A, survey: s, ${rest} }]`
const interview = (entry: string) =>
  `version: 1\ninterviews: [{ interview: 0123456789abcdef0123456789abcdef, ${entry} }]`

test.each([
  ['charthop-ashby', 'version: 1\nopenings:\nhires: []', true],
  ['charthop-ashby', 'version: 1\nopenings: [{ from: costCenter, to: Cost Center }]', true],
  [
    'charthop-ashby',
    'version: 1\nopenings: [{ from: a1, to: { title: B, type: Currency }, transform: [trim, { round: 2 }, { map: { a: 1 } }] }]',
    true,
  ],
  ['charthop-ashby', 'version: 1\nhires: [{ from: offer.T-Shirt Size, to: shirtSize }]', true],
  ['charthop-ashby', 'openings: []', false],
  ['charthop-ashby', 'version: 1\nhires: [{ from: offr.Size, to: shirtSize }]', false],
  ['charthop-ashby', 'version: 1\nopenings: [{ from: a1, to: { title: B, type: Currencies } }]', false],
  ['charthop-ashby', 'version: 1\nopenings: [{ from: a1, to: B, transform: [trm] }]', false],
  ['charthop-ashby', 'version: 1\nopenings: [{ form: a1, to: B }]', false],
  ['crosschq', 'version: 1\ntemplates:\ntriggers: []', true],
  ['crosschq', template('tag: sales, references: { managers: 1, any: 1, anyAs: social }, message: , notes: [a]'), true],
  ['crosschq', `${template('references: { peers: 2 }')}\ntriggers: [{ job: J, stage: S, template: a }]`, true],
  ['crosschq', template('references: { peers: -1 }'), false],
  ['crosschq', template('references: { peers: 1.5 }'), false],
  ['crosschq', template('references: { friends: 2 }'), false],
  ['crosschq', template('hiringManager: { firstName: A }, references: { peers: 2 }'), false],
  ['crosschq', 'version: 1\ntemplates: [{ id: a, survey: s, references: { peers: 2 } }]', false],
  ['crosschq', 'version: 1\ntriggers: [{ job: J, stage: S }]', false],
  ['willo-ashby', 'version: 1\ninterviews:', true],
  ['willo-ashby', interview('triggers: [{ job: J, stage: S }]'), true],
  ['willo-ashby', interview('triggers: [{ job: J, stage: "" }]'), false],
  ['willo-ashby', interview('triggers: [{ job: J, stages: S }]'), false],
  ['willo-ashby', 'version: 1\ninterviews: [{ interview: First interview }]', false],
])('editors judge as we do: %s %j', (name, text, isGood) => {
  const schema = editorSchemas.find(({ path }) => path === `mappings/schema/${name}.schema.json`)!
  const validate = new Ajv.default({ strict: false }).compile(JSON.parse(jsonSchema(schema)))

  expect(validate(parseYaml(text, 'f.yaml').value)).toBe(isGood)
})
