import { type Links, linksOf, type Opening } from './invariants.ts'
import { canonical, isWanted, type Story } from './story.ts'

/** I10: both sides are equal as far as they should be. Returns what is not, in words. */
export async function differences(story: Story): Promise<string[]> {
  const { charthop, ashby } = story.world
  const links = await linksOf(story)
  const openingOf = new Map([...links.openings].map(([opening, { job }]) => [job, opening]))
  const found: string[] = []
  for (const { id, now } of charthop.state.jobs.values()) {
    const opening = ashby.state.openings.get(openingOf.get(id) ?? '')
    if (isWanted(now)) found.push(...(await openingDifferences(story, links, now, openingOf.get(id), opening)))
    else if (opening && story.rules.closeOnInactive && links.openings.get(opening.id)?.origin === 'created') {
      const isOver = opening.isArchived || /Closed|Filled/.test(opening.openingState)
      if (!isOver && now.exists) found.push(`${id}: should be closed`)
    }
  }
  return [...found, ...hireDifferences(story, links)]
}

async function openingDifferences(
  story: Story,
  links: Links,
  job: Parameters<typeof isWanted>[0],
  openingId: string | undefined,
  opening: Opening | undefined,
): Promise<string[]> {
  if (openingId && story.deletedOpenings.has(openingId)) return []
  if (!opening) return [`${job.id}: no opening`]
  if (opening.openingState === 'Filled') return []
  if (opening.isArchived) return [`${job.id}: its opening is archived`]
  const { identifier, description, teamId, locationIds, isBackfill, customFields } = opening.latestVersion
  const { charthop, ashby } = story.world
  const nameOf = (code: string) => charthop.state.groups.get(String(job.values[code]))?.name
  const department = [...ashby.state.departments.all()].find(({ name }) => name === nameOf('department'))
  const location = [...ashby.state.locations.all()].find(({ name }) => name === nameOf('location'))
  const pairs: [string, unknown, unknown][] = [
    ['identifier', `${job.values.title} (${job.id})`, identifier],
    ['description', canonical(job.values.description), canonical(description)],
    ['isBackfill', false, isBackfill],
  ]
  if (department || !nameOf('department')) pairs.push(['team', department?.id ?? null, teamId])
  if (location || !nameOf('location')) pairs.push(['locations', location ? location.id : '', locationIds.join()])
  for (const { code, title } of story.mapped) {
    const source = charthop.state.fields.find(({ name }) => name === code)
    const fieldId = [...links.fields].find(([, record]) => record === source?.id)?.[0]
    const value = customFields.find(({ id }) => id === fieldId)?.value
    pairs.push([title, canonical(job.values[code]), fieldId ? canonical(value) : 'no field'])
  }
  return pairs
    .filter(([, wanted, is]) => wanted !== is)
    .map(([name, wanted, is]) => `${job.id} ${name}: ${wanted} ≠ ${is}`)
}

function hireDifferences({ world, badgeField }: Story, links: Links): string[] {
  const { charthop, ashby } = world
  const persons = [...charthop.state.persons.values()]
  return [...ashby.state.applications.all()].flatMap((application) => {
    const offer = [...ashby.state.offers.all()]
      .filter((one) => one.applicationId === application.id && one.acceptanceStatus === 'Accepted')
      .at(-1)
    const version = offer?.versions.at(-1)
    const job = version?.openingId && links.openings.get(version.openingId)?.job
    if (application.status !== 'Hired' || !job) return []
    const email = ashby.state.candidates.get(application.candidateId)?.emailAddresses[0]?.value
    const person = persons.find(({ now }) => Object.values(now.contacts).includes(email!))
    if (!person) return [`${application.id}: nobody in ChartHop`]
    const isPlaced = charthop.server.calls.some(({ path, requestBody, applied }) => {
      const { jobId, personId } = (requestBody ?? {}) as { jobId?: string; personId?: string }
      return applied && path.includes('/change/sync/') && jobId === job && personId === person.id
    })
    const badge = canonical(version.customFields.find(({ id }) => id === badgeField)?.value)
    const isBadgeRight = badge === 'null' || badge === canonical(person.now.values.badge)
    return [
      ...(isPlaced ? [] : [`${application.id}: not placed`]),
      ...(isBadgeRight ? [] : [`${application.id}: badge`]),
    ]
  })
}
