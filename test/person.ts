/** Somebody signed in, with a browser that has no scripts: follows links, fills forms as they stand in the page. */
export interface Person {
  look(path: string): Promise<Looked>
  /** Sends the page's form with that action as it stands, changed by `fill`; goes on to where it leads. */
  send(page: Looked, action: string, fill?: (form: URLSearchParams) => void): Promise<Looked>
}

export interface Looked {
  readonly status: number
  readonly text: string
  /** Of the page, after any redirect. */
  readonly path: string
}

export async function signedIn(url: string, token: string): Promise<Person> {
  const arrived = await fetch(`${url}/sign-in`, { ...posted(url, new URLSearchParams({ token })), redirect: 'manual' })
  const cookie = arrived.headers.getSetCookie().at(-1)?.split(';')[0]
  if (!cookie) throw new Error(`signing in was answered with ${arrived.status}`)
  const ask = async (path: string, { headers, ...init }: RequestInit = {}): Promise<Looked> => {
    const answer = await fetch(url + path, { ...init, headers: { ...headers, cookie }, redirect: 'manual' })
    const to = answer.headers.get('location')
    return to ? ask(to) : { status: answer.status, text: await answer.text(), path }
  }
  return {
    look: (path) => ask(path),
    async send({ text }, action, fill = () => {}) {
      const form = formIn(text, action)
      fill(form)
      return ask(action, posted(url, form))
    },
  }
}

function posted(url: string, body: URLSearchParams): RequestInit {
  return { method: 'POST', body, headers: { origin: url, 'sec-fetch-site': 'same-origin' } }
}

const attributes = '((?:[^>"]|"[^"]*")*)'

/** What a browser would send of it; its buttons only when they are pressed. */
export function formIn(text: string, action: string): URLSearchParams {
  const forms = [...text.matchAll(new RegExp(`<form\\b${attributes}>(.*?)</form>`, 'gs'))]
  const found = forms.find(([, tag]) => attribute(tag!, 'action') === action && attribute(tag!, 'method') === 'post')
  if (!found) throw new Error(`no form of this page leads to ${action}`)
  const form = new URLSearchParams()
  const controls = new RegExp(`<(input|textarea|select)\\b${attributes}>(?:(.*?)</\\1>)?`, 'gs')
  for (const [, kind, tag = '', inner = ''] of withoutInner(found[2]!).matchAll(controls)) {
    const name = attribute(tag, 'name')
    const isOff = attribute(tag, 'type') === 'checkbox' && !has(tag, 'checked')
    if (name !== '' && !isOff && !has(tag, 'disabled')) form.append(name, valueIn(kind!, tag, inner))
  }
  return form
}

/** An input has no end tag, so nothing after it is taken for what is in it. */
function withoutInner(form: string): string {
  return form.replaceAll(new RegExp(`<input\\b${attributes}/?>`, 'g'), '<input $1></input>')
}

function valueIn(kind: string, tag: string, inner: string): string {
  if (kind === 'input') return attribute(tag, 'value')
  if (kind === 'textarea') return decoded(inner.replace(/^\n/, ''))
  const options = [...inner.matchAll(new RegExp(`<option\\b${attributes}>`, 'g'))].map(([, option]) => option!)
  return attribute(options.find((option) => has(option, 'selected')) ?? options[0] ?? '', 'value')
}

function attribute(tag: string, name: string): string {
  return decoded(new RegExp(`\\s${name}="([^"]*)"`).exec(` ${tag}`)?.[1] ?? '')
}

function has(tag: string, name: string): boolean {
  return new RegExp(`\\s${name}(\\s|=|/|$)`).test(` ${tag.replaceAll(/"[^"]*"/g, '""')}`)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

export function decoded(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!)
}
