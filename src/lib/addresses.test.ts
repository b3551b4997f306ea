import { expect, test } from 'vitest'
import { isSafeBaseUrl } from './addresses.ts'

test.each([
  'https://api.ashbyhq.com',
  'https://api.lever.co/v1/',
  'http://127.0.0.1:4010',
  'http://localhost:80/x',
  'http://[::1]:1',
])('accepts %s', (url) => {
  expect(isSafeBaseUrl(url)).toBe(true)
})

test.each([
  'http://api.ashbyhq.com',
  'http://localhost.evil.example',
  'http://127.0.0.1.evil.example',
  'http://0.0.0.0',
  'https://user:pass@api.ashbyhq.com',
  'https://token@api.ashbyhq.com',
  'https://api.ashbyhq.com?key=1',
  'https://api.ashbyhq.com#x',
  'https://api.ashbyhq.com?',
  'https://api.ashbyhq.com /x',
  'ftp://127.0.0.1',
  'file:///etc/passwd',
  'api.ashbyhq.com',
  '',
])('refuses %s', (url) => {
  expect(isSafeBaseUrl(url)).toBe(false)
})
