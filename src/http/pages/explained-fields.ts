import type { ExplanationView } from '../api/explanation.ts'
import { type Html, html } from './html.ts'
import { badge, moment, table } from './parts.ts'
import { shownValue } from './values.ts'

type Field = ExplanationView['fields'][number]

/** Each mapped field's way: value → transform → equality → decision → request → read-back. */
export function explainedFields(flow: string, fields: readonly Field[], decision: ExplanationView['decision']): Html {
  return table(
    `Fields of ${flow}`,
    ['Field', 'Value', 'After transforms', 'Equality', 'Decision', 'Last request', 'Read back'],
    fields.map(
      (field) => html`<tr>
        <th scope="row">${field.from} → ${field.to}</th>
        <td>${shownValue(field.raw)}</td>
        <td>${transformed(field)}</td>
        <td>${equality(field)}</td>
        <td>${decided(field, decision)}</td>
        ${request(field)}
      </tr>`,
    ),
  )
}

function transformed({ transformed, written }: Field): Html {
  const isSame = written === null || JSON.stringify(written) === JSON.stringify(transformed)
  return html`${shownValue(transformed)}${!isSame && html`<br /><small>written as</small> ${shownValue(written)}`}`
}

function equality({ isEqual, planned }: Field): Html {
  if (planned) return html`differs: ${shownValue(planned.before)} there`
  if (isEqual === null) return 'not compared'
  return isEqual ? 'equal' : 'differs'
}

function decided({ problem, planned, isEqual }: Field, { type }: ExplanationView['decision']): Html {
  if (problem) return html`not written: ${problem}`
  if (planned) return html`write ${shownValue(planned.after)}`
  if (isEqual) return 'nothing to write'
  return type === 'undecided' ? 'cannot be told now' : 'nothing is done for the record'
}

function request({ history: [last] }: Field): Html {
  if (!last) return html`<td>none so far</td><td>–</td>`
  const { intendedAt, action, outcome, requestId, verifiedAt } = last
  return html`<td>${action} ${badge(outcome)} ${moment(intendedAt)}${requestId && html` <code>${requestId}</code>`}</td>
    <td>${moment(verifiedAt, 'not read back')}</td>`
}
