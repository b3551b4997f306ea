import type { z } from 'zod'
import type { ListPage } from '../api/ids.ts'
import type { Version } from '../api/mapping-version.ts'
import type { VersionInFull } from '../api/mapping-versions.ts'
import { queryOf } from './api.ts'
import type { Console, Visit } from './console.ts'
import { pressButton } from './forms.ts'
import { type Html, html } from './html.ts'
import { apiPathOf, hiddenNote, type Mapping, mappingOf, mappingPage, pathOf, whyLocked } from './mapping.ts'
import type { Page } from './page.ts'
import { badge, emptyState, facts, moment, olderLink, table } from './parts.ts'
import { textDiff } from './text-parts.ts'
import { valuesOf } from './values.ts'

type OneVersion = z.output<typeof Version>

/** Who changed the mapping, when, and the way back. */
export function registerVersions({ page, action }: Console): void {
  page('/connections/:id/versions', showAll)
  page('/connections/:id/versions/:version', showOne)

  action('/connections/:id/versions/:version/restore', async (visit) => {
    const path = apiPathOf(visit, `${apiVersion(visit)}/restore`)
    const { id } = await visit.api.send<{ readonly id: string }>('POST', path, {})
    return {
      to: pathOf(visit, `drafts/${id}`),
      said: 'The earlier text is checked like any other; save it to take it back.',
    }
  })
}

function apiVersion({ params: { version = '' } }: Visit): string {
  return `mapping/versions/${encodeURIComponent(version)}`
}

async function showAll(visit: Visit): Promise<Page> {
  const { cursor } = visit.query
  const [mapping, { data, next }] = await Promise.all([
    mappingOf(visit),
    visit.api.get<ListPage<OneVersion>>(apiPathOf(visit, 'mapping/versions'), { cursor }),
  ])
  const main = html`<p>Every text that <code>${mapping.file}</code> had since it was first changed here.</p>
    ${data.length === 0 ? none(visit, mapping) : table('Versions', ['When', 'Who', 'What', ''], data.map(line))}
    ${olderLink(next && pathOf(visit, `versions${queryOf({ cursor: next })}`))}`
  return mappingPage(visit, mapping, { title: 'Versions of the mapping', main })

  function line({ id, at, by, note, isCurrent }: OneVersion) {
    return html`<tr>
      <th scope="row"><a href=${pathOf(visit, `versions/${id}`)}>${moment(at)}</a></th>
      <td>${by}</td>
      <td>${note ?? '–'}</td>
      <td>${isCurrent ? badge('connected', 'In use') : takeBack(visit, mapping, id, at)}</td>
    </tr>`
  }
}

function none(visit: Visit, { kind }: Mapping): Html {
  const way = html`The first change made on <a href=${pathOf(visit, kind)}>these pages</a> keeps the text before it, too.`
  return emptyState('The mapping was not changed here yet.', way)
}

async function showOne(visit: Visit): Promise<Page> {
  const [mapping, version] = await Promise.all([
    mappingOf(visit),
    visit.api.get<z.output<typeof VersionInFull>>(apiPathOf(visit, apiVersion(visit)), valuesOf(visit)),
  ])
  const { id, at, by, note, isCurrent, text } = version
  const main = html`${facts([
    ['When', moment(at)],
    ['Who', by],
    ['What', note ?? '–'],
    ['Now', isCurrent ? badge('connected', 'In use') : 'the file says something else'],
  ])}
    ${!isCurrent && html`<p>${takeBack(visit, mapping, id, at)}</p>`}
    <h2>Its text</h2>
    ${hiddenNote(visit, version)}
    <pre class="diff" tabindex="0" role="region" aria-label="Text of this version">${text}</pre>
    ${!isCurrent && html`<h2>What taking it back would change</h2> ${textDiff(mapping.text, text)}`}`
  return mappingPage(visit, mapping, { title: 'A version of the mapping', main })
}

function takeBack(visit: Visit, mapping: Mapping, id: string, at: string): Html {
  if (whyLocked(visit, mapping) !== undefined) return null
  return pressButton(visit, {
    action: pathOf(visit, `versions/${id}/restore`),
    ...{ words: 'Take this one back', role: 'operate', look: 'outline small' },
    label: `Take this one back: the version of ${at}`,
  })
}
