/** A browser without scripts: keeps cookies, sends forms as they stand in the page, and follows nothing by itself. */
export interface Visitor {
  readonly cookies: Map<string, string>
  get(path: string, headers?: Headers): Promise<Seen>
  post(path: string, fields?: Fields, headers?: Headers): Promise<Seen>
  /** The first form of the page with this action, filled in and sent. */
  submit(page: Seen, action: string, fields?: Fields, headers?: Headers): Promise<Seen>
  signIn(token: string): Promise<Seen>
}

type Headers = Readonly<Record<string, string>>
export type Fields = Readonly<Record<string, string>>

export interface Seen {
  readonly status: number
  readonly text: string
  readonly headers: globalThis.Headers
  readonly location: string | null
  readonly setCookies: readonly string[]
}

export function visitor(url: string): Visitor {
  const cookies = new Map<string, string>()
  const ask = async (path: string, init: RequestInit): Promise<Seen> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const headers = { accept: 'text/html', ...(cookie && { cookie }), ...init.headers }
    const answer = await fetch(url + path, { redirect: 'manual', ...init, headers })
    const setCookies = answer.headers.getSetCookie()
    for (const line of setCookies) keep(cookies, line)
    const location = answer.headers.get('location')
    return { status: answer.status, text: await answer.text(), headers: answer.headers, location, setCookies }
  }
  const self: Visitor = {
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, fields = {}, headers = {}) =>
      ask(path, { method: 'POST', body: new URLSearchParams(fields), headers: { ...headers } }),
    submit: (page, action, fields = {}, headers) =>
      self.post(action, { ...formTo(page.text, action).hidden, ...fields }, headers),
    signIn: async (token) => self.submit(await self.get('/sign-in'), '/sign-in', { token }),
  }
  return self
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}

export interface Form {
  readonly action: string
  readonly hidden: Fields
}

/** What can be sent from a page, with what the form carries unseen. */
export function formsIn(text: string): readonly Form[] {
  const forms = text.match(/<form\b[^>]*\bmethod="post".*?<\/form>/gis) ?? []
  return forms.map((form) => {
    const hidden = form.match(/<input\b[^>]*type="hidden"[^>]*>/g) ?? []
    return {
      action: attribute(form, 'action'),
      hidden: Object.fromEntries(hidden.map((input) => [attribute(input, 'name'), attribute(input, 'value')])),
    }
  })
}

/** A page without that form is not what the test is about. */
function formTo(text: string, action: string): Form {
  const found = formsIn(text).find((form) => form.action === action)
  if (!found) throw new Error(`no form of this page leads to ${action}`)
  return found
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  return value.replace(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => characters[entity]!)
}

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
