import { expect, test } from 'vitest'
import { escapeHtml, htmlLink } from './html.ts'

test('text becomes no tag and ends no attribute', () => {
  expect(escapeHtml(`<img src="x" onerror='a()'> & co`)).toBe(
    '&lt;img src=&quot;x&quot; onerror=&#39;a()&#39;&gt; &amp; co',
  )
})

test('a web address becomes a link', () => {
  expect(htmlLink('https://app.example/r?a=1&b="2"', 'See <it>')).toBe(
    '<a href="https://app.example/r?a=1&amp;b=&quot;2&quot;">See &lt;it&gt;</a>',
  )
})

test.each([undefined, 'javascript:alert(1)', 'data:text/html,x', 'see above', ''])('%s is no link', (address) => {
  expect(htmlLink(address, 'See & hear')).toBe('See &amp; hear')
})
