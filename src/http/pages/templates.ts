import type { Connection } from './connection-card.ts'
import type { Console, Visit } from './console.ts'
import { type Html, html } from './html.ts'
import { mappingOf, mappingPage, otherKind, pathOf, unreadable, whyLocked } from './mapping.ts'
import { type Content, contentOf, type Template, type Trigger } from './mapping-content.ts'
import type { Page } from './page.ts'
import { emptyState, table } from './parts.ts'

/** What references can be asked for, and where it is done by itself. */
export function registerTemplates({ page }: Console): void {
  page('/connections/:id/templates', async (visit): Promise<Page> => {
    const mapping = await mappingOf(visit)
    if (mapping.kind !== 'templates') return otherKind(visit, mapping, 'templates')
    if (mapping.problems.length > 0) {
      return mappingPage(visit, mapping, { title: 'Templates', main: unreadable(visit, mapping) })
    }
    const { connector } = await visit.api.get<Connection>(`/connections/${encodeURIComponent(visit.params.id ?? '')}`)
    const content = contentOf(mapping)
    const isLocked = whyLocked(visit, mapping) !== undefined
    const hasTriggers = connector === 'crosschq-ashby' || content.triggers.length > 0
    const main = html`${templateList(visit, content, isLocked)} ${hasTriggers && triggerList(visit, content, isLocked)}`
    return mappingPage(visit, mapping, { title: 'Templates', main })
  })
}

function templateList(visit: Visit, { templates }: Content, isLocked: boolean): Html {
  const add = html`<a href=${pathOf(visit, 'template')} role="button">Add a template</a>`
  if (templates.length === 0) {
    const way = isLocked ? 'Whoever may change the mapping adds one here.' : add
    return emptyState('There is no template, so no reference is asked for.', way)
  }
  return html`${table(
    'Templates',
    ['Template', 'Id', 'Tag', 'Survey', 'References'],
    templates.map((template) => templateLine(visit, template)),
  )}
  ${!isLocked && html`<p>${add}</p>`}`
}

function templateLine(visit: Visit, { id, name, tag, survey, references }: Template): Html {
  return html`<tr>
    <th scope="row"><a href=${pathOf(visit, `template?id=${encodeURIComponent(id)}`)}>${name}</a></th>
    <td><code>${id}</code></td>
    <td>${tag ?? '–'}</td>
    <td>${survey}</td>
    <td>${referenceWords(references)}</td>
  </tr>`
}

/** `2 peers, 1 managers` as the file has them, in its order. */
function referenceWords({ anyAs, ...counts }: Template['references']): string {
  const asked = Object.entries(counts).filter(([, count]) => Number(count) > 0)
  const words = asked.map(([id, count]) => `${count} ${id}${id === 'any' ? ` (as ${anyAs ?? 'peers'})` : ''}`)
  return words.join(', ')
}

function triggerList(visit: Visit, { triggers, templates }: Content, isLocked: boolean): Html {
  const words = isLocked ? 'All of them' : 'Add or remove'
  const way = html`<p><a href=${pathOf(visit, 'triggers')}>${words}</a></p>`
  return html`<section>
    <h2>Stages that ask for references</h2>
    <p>Whoever arrives at one of these is asked for references, without the assessment in Ashby.</p>
    ${
      triggers.length === 0
        ? emptyState('No stage does.', templates.length === 0 ? 'A template comes first.' : way)
        : html`${table('Stages that ask for references', ['Job', 'Stage', 'Template'], triggers.map(triggerLine))} ${way}`
    }
  </section>`
}

function triggerLine({ job, stage, template }: Trigger): Html {
  return html`<tr><th scope="row">${job}</th><td>${stage}</td><td>${template}</td></tr>`
}
