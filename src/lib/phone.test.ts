import { expect, test } from 'vitest'
import { internationalPhone } from './phone.ts'

test.each([
  ['+1 (555) 010-0000', '+15550100000'],
  ['+44 (0)20 7946 0018', '+442079460018'],
  ['0049 30 123456', '+4930123456'],
  ['+49/30/123.456', '+4930123456'],
])('%s becomes %s', (text, phone) => expect(internationalPhone(text)).toBe(phone))

test.each([
  '',
  undefined,
  '555-010-0000',
  '030 123456',
  '+12',
  `+${'9'.repeat(16)}`,
  '+0123456789',
  'call me',
  '+1 555 CALL',
])('%j tells no country', (text) => expect(internationalPhone(text)).toBeUndefined())
