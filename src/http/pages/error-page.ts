import { STATUS_CODES } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { Refusal } from '../problem.ts'
import { html } from './html.ts'
import type { Page } from './page.ts'

/** What a program would be told, for a person: what happened, that nothing was done, and the way on. */
export function errorPage({ status, detail, errors = [] }: Refusal, request: FastifyRequest): Page {
  return {
    title: STATUS_CODES[status] ?? 'Error',
    status,
    main: html`<section>
      <p>${sentence(detail)}</p>
      ${errors.length > 1 && html`<ul>${errors.map(({ path, message }) => html`<li>${path} ${message}</li>`)}</ul>`}
      ${request.method === 'POST' && html`<p>Nothing was changed.</p>`}
      <p><a href=${back(request)}>Back</a> · <a href="/">All connections</a></p>
      <p><small>If you ask for help, name the request <code>${request.id}</code>; the log has it.</small></p>
    </section>`,
  }
}

function sentence(detail: string): string {
  const text = detail.charAt(0).toUpperCase() + detail.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** The page a form was on, where the browser tells and it is one of ours. */
function back({ headers, host }: FastifyRequest): string {
  const from = URL.parse(headers.referer ?? '')
  return from?.host === host ? from.pathname + from.search : '/'
}
