import { html } from './html.ts'
import { safeNext } from './next.ts'
import type { Page } from './page.ts'

interface Asked {
  readonly next: string
  /** Why the last attempt did not do. */
  readonly problem?: string
  readonly status?: number
}

export function signInPage({ next, problem, status = 200 }: Asked): Page {
  const invalid = problem ? { 'aria-invalid': 'true', 'aria-describedby': 'problem' } : {}
  return {
    title: 'Sign in',
    status,
    main: html`<section class="narrow">
      <p>With a token from <code>auth.tokens</code> of the configuration. What you may do here is what its role may do.</p>
      <form method="post" action="/sign-in">
        <input type="hidden" name="next" value=${next} />
        <label for="token">Token</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus ...${invalid} />
        ${problem && html`<p id="problem" class="problem" role="alert">${problem}</p>`}
        <button>Sign in</button>
      </form>
    </section>`,
  }
}

/** Met by who follows a link from elsewhere: their browser brings the cookie from here on. */
export function arrivalPage(url: string): Page {
  const to = safeNext(url)
  return { title: 'Hirewire', goOn: to, main: html`<p><a href=${to}>Go on to the page</a></p>` }
}
