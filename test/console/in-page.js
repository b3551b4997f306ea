// Runs in the browser before each page: what is asked of the page's own elements.
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
  console.error(`${violatedDirective} forbids ${blockedURI} in ${sourceFile}`)
})

const textOf = (one) => one?.textContent.trim() ?? ''

function nameOf(one) {
  const by = one.getAttribute('aria-labelledby')?.split(' ') ?? []
  const texts = [...by.map((id) => document.getElementById(id)), ...(one.labels ?? [])].map(textOf)
  return texts.join('') || one.getAttribute('aria-label') || (one.matches('a, button, summary') ? textOf(one) : '')
}

globalThis.inPage = {
  /** What can be filled in or pressed, and nobody is told what it is. */
  unnamed() {
    const controls = document.querySelectorAll(
      'input:not([type=hidden]), select, textarea, progress, a, button, summary',
    )
    return [...controls].filter((one) => nameOf(one) === '').map(({ outerHTML }) => outerHTML)
  },

  /** What sticks out, where the page is wider than the window. */
  tooWide() {
    const { scrollWidth } = document.scrollingElement
    if (scrollWidth <= innerWidth) return []
    const wide = [...document.querySelectorAll('body *')].filter(
      (one) => one.getBoundingClientRect().right > innerWidth + 1,
    )
    return [`${scrollWidth} px`, ...wide.slice(0, 5).map(({ outerHTML }) => outerHTML.slice(0, 200))]
  },

  /** Whatever could run, by what it is: scripts of the page itself, handlers, links that are scripts. */
  runnable() {
    const handlers = [...document.querySelectorAll('*')].flatMap((one) =>
      one.getAttributeNames().filter((name) => name.startsWith('on')),
    )
    const inline = [...document.scripts].filter(({ src, textContent }) => !src || textContent).map(textOf)
    const links = [...document.querySelectorAll('[href], [action], [src], [formaction]')]
      .flatMap((one) => ['href', 'action', 'src', 'formaction'].map((name) => one.getAttribute(name) ?? ''))
      .filter((address) => /^\s*(javascript|data:text|vbscript):/i.test(address))
    return [...handlers, ...inline, ...links]
  },

  /** All that a person can read, fields of forms and their hints included. */
  texts() {
    const controls = [...document.querySelectorAll('input, textarea, option')].map(({ value }) => value)
    const hints = [...document.querySelectorAll('[title], [aria-label], [placeholder]')].flatMap((one) =>
      ['title', 'aria-label', 'placeholder'].map((name) => one.getAttribute(name) ?? ''),
    )
    return [document.title, document.body.textContent, ...controls, ...hints]
  },
}
