/** Nothing comes from elsewhere, nothing inline runs, nobody frames a page. `data:` is for the stylesheet's own icons. */
export const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
  // With `no-referrer` a browser sends our own forms with the origin `null`, and we could not tell them from others.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const
