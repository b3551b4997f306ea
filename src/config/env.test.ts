import { expect, test } from 'vitest'
import { configPath } from './env.ts'

test.each([
  ['a.yaml', { HIREWIRE_CONFIG: 'b.yaml' }, 'a.yaml'],
  [undefined, { HIREWIRE_CONFIG: 'b.yaml' }, 'b.yaml'],
  [undefined, { HIREWIRE_CONFIG: '' }, 'config/hirewire.yaml'],
  [undefined, {}, 'config/hirewire.yaml'],
])('finds the configuration by flag, variable, default', (flag, env, path) => {
  expect(configPath(flag, env)).toBe(path)
})
