import fc from 'fast-check'
import { allCodes, mappingOf, type Story } from './story.ts'

/** One thing a person does in either system, or in the mapping file. The numbers choose among what is there. */
export interface Edit {
  readonly type: 'edit'
  readonly kind: keyof typeof edits
  readonly numbers: readonly [number, number, number]
}

export function editArbitrary(): fc.Arbitrary<Edit> {
  const small = fc.nat({ max: 11 })
  return fc.record({
    type: fc.constant('edit' as const),
    kind: fc.constantFrom(...(Object.keys(edits) as (keyof typeof edits)[])),
    numbers: fc.tuple(small, small, small),
  })
}

/** False: there was nothing to do it to, or the system does not let a person do it now. */
export function makeEdit(story: Story, { kind, numbers }: Edit): boolean {
  try {
    return edits[kind](story, ...numbers) !== nothing
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') return false
    throw error
  }
}

const nothing = Symbol('nothing')
type Act = (story: Story, a: number, b: number, c: number) => unknown

const texts = ['Alpha', ' Beta ', 'Größe', 'two\nlines', '', 'Gamma']
const dates = ['2026-12-01', '2027-02-28', null]
const emails = ['ada@example.com', 'ben@example.com', 'eve@example.com']
const places = ['Oslo', 'Rome', 'Atlantis']
const departments = ['Engineering', 'Sales', 'Mystery']

const edits = {
  addJob: ({ world }, a, b, c) =>
    world.charthop.addJob({
      title: `Job ${a}`,
      createDate: '2024-01-01',
      recruit: c < 9 ? 'active' : 'passive',
      ...(b % 3 === 0 && { department: departments[a % 3]! }),
      ...(b % 4 === 0 && { location: places[c % 3]! }),
      custom: { costCenter: texts[b % texts.length], seats: a, tier: b % 2 ? 'gold' : 'silver', remote: a % 2 === 0 },
    }),
  editTitle: (story, a, b) => onJob(story, a, (id) => story.world.charthop.editJob(id, { title: `Renamed ${b}` })),
  editDescription: (story, a, b) =>
    onJob(story, a, (id) => story.world.charthop.editJob(id, { description: texts[b % texts.length] })),
  editPlace: (story, a, b, c) =>
    onJob(story, a, (id) =>
      story.world.charthop.editJob(id, { department: departments[b % 3]!, location: places[c % 3]! }),
    ),
  editValue: (story, a, b, c) =>
    onJob(story, a, (id) => {
      const { code } = allCodes[b % allCodes.length]!
      story.world.charthop.editJob(id, { [code]: valueFor(story, code, c) })
    }),
  editUnmapped: (story, a, b) => onJob(story, a, (id) => story.world.charthop.editJob(id, { secret: `s${b}` })),
  clearValue: (story, a, b) =>
    onJob(story, a, (id) => story.world.charthop.clearValue(id, allCodes[b % allCodes.length]!.code)),
  activate: (story, a) => onJob(story, a, (id) => story.world.charthop.setRecruit(id, 'active')),
  deactivate: (story, a) => onJob(story, a, (id) => story.world.charthop.setRecruit(id, 'inactive')),
  fillJob: (story, a, b) =>
    onJob(story, a, (id) => {
      const { world, byHand } = story
      const person = world.charthop.addPerson({
        last: `Hand ${b}`,
        workEmail: `hand${byHand.persons.size}@example.com`,
      })
      byHand.persons.add(person.id)
      world.charthop.fillJob(id, person.id)
    }),
  deleteJob: (story, a) => onJob(story, a, (id) => story.world.charthop.deleteJob(id)),
  reopenJob: (story, a) => onJob(story, a, (id) => story.world.charthop.reopenJob(id)),
  addPersonByHand: ({ world, byHand }, a) => {
    const email = emails[a % emails.length]!
    const isKnown = [...world.charthop.state.persons.values()].some(
      ({ now }) => now.contacts.WORK_EMAIL === email || now.contacts.HOME_EMAIL === email,
    )
    if (isKnown) return nothing
    return byHand.persons.add(world.charthop.addPerson({ last: 'Known', workEmail: email }).id)
  },
  renameField: ({ world }, a, b) => world.charthop.renameField(allCodes[a % allCodes.length]!.code, `Label ${b}`),
  addOption: ({ world }, a) =>
    world.charthop.state.fields.some(({ values }) => values?.some(({ label }) => label === `Extra ${a}`))
      ? nothing
      : world.charthop.addOption('tier', `Extra ${a}`),

  openOpening: (story, a) => onOpening(story, a, (id) => story.world.ashby.openOpening(id)),
  closeOpening: (story, a) => onOpening(story, a, (id) => story.world.ashby.closeOpening(id)),
  archiveOpening: (story, a) => onOpening(story, a, (id) => story.world.ashby.archiveOpening(id)),
  deleteOpening: (story, a) =>
    onOpening(story, a, (id) => {
      story.world.ashby.deleteOpening(id)
      story.deletedOpenings.add(id)
    }),
  editOpening: (story, a, b, c) =>
    onOpening(story, a, (id) =>
      story.world.ashby.editOpening(
        id,
        c % 2 ? { description: `by hand ${b}` } : { targetHireDate: '2027-01-15', isBackfill: b % 2 === 0 },
      ),
    ),
  setOpeningNote: (story, a, b) =>
    onOpening(story, a, (id) => story.world.ashby.setOpeningValue(id, story.noteField, `note ${b}`)),
  setOpeningValue: (story, a, b) =>
    onOpening(story, a, (id) => {
      const field = [...story.world.ashby.state.fields.all()].find(({ title }) => title === 'Cost center')
      return field ? story.world.ashby.setOpeningValue(id, field.id, `by hand ${b}`) : nothing
    }),
  addOpeningByHand: (story, a, b) => {
    const job = jobsOf(story)[a % Math.max(1, jobsOf(story).length)]
    const collides = b % 4 === 0 && job
    const identifier = collides ? `${job.values.title} (${job.id})` : `HAND-${b}`
    // A person cannot know the identifier of an opening before it is made, unless they mean to take its place.
    if (collides && story.held.openingsOfJob.has(job.id)) return nothing
    return story.byHand.openings.add(story.world.ashby.addHandMadeOpening({ identifier }).id)
  },
  makeOffer: (story, a, b, c) => {
    const { world, ashbyJob, badgeField } = story
    const openings = oursInAshby(story)
    const opening = openings[b % Math.max(1, openings.length)]
    const email = emails[a % emails.length]!
    const { application } = world.ashby.addCandidateWithApplication({
      name: `Cand ${a % emails.length}`,
      jobId: ashbyJob,
      email,
    })
    const terms = { startDate: c % 4 === 0 ? '2023-06-01' : '2027-03-01', custom: { [badgeField]: texts[c % 3]! } }
    return world.ashby.makeOffer({ applicationId: application.id, ...terms, ...(opening && { openingId: opening.id }) })
  },
  changeOffer: (story, a, b) =>
    onOffer(story, a, (id) => story.world.ashby.changeOffer(id, { custom: { [story.badgeField]: texts[b % 3]! } })),
  acceptOffer: (story, a) => onOffer(story, a, (id) => story.world.ashby.acceptOffer(id)),
  acceptAndHire: (story, a) =>
    onOffer(story, a, (id, applicationId) => {
      story.world.ashby.acceptOffer(id)
      story.world.ashby.hire(applicationId)
    }),
  hire: (story, a) => onOffer(story, a, (_, applicationId) => story.world.ashby.hire(applicationId)),
  unhire: (story, a) => onOffer(story, a, (_, applicationId) => story.world.ashby.unhire(applicationId)),
  archiveApplication: (story, a) =>
    onOffer(story, a, (_, applicationId) => story.world.ashby.archiveApplication(applicationId)),
  changeMapping: (story, a, b) => {
    story.mapped = allCodes
      .filter((_, position) => ((a + 12 * b) >> position) % 2 === 1)
      .map((one) => (one.code === 'seats' && b % 2 === 1 ? { ...one, title: 'Head count' } : one))
    story.world.map(mappingOf(story.mapped))
  },
} satisfies Record<string, Act>

function valueFor({ world }: Story, code: string, n: number): unknown {
  const tier = world.charthop.state.fields.find(({ name }) => name === 'tier')?.values ?? []
  const values: Record<string, readonly unknown[]> = {
    seats: [0, 7, -2, 1_000_000],
    tier: tier.map(({ name }) => name),
    remote: [true, false],
    needBy: dates,
  }
  const list = values[code] ?? texts
  return list[n % list.length]
}

function jobsOf({ world, anchorJob }: Story) {
  return [...world.charthop.state.jobs.values()].filter(({ id }) => id !== anchorJob).map(({ now }) => now)
}

function onJob(story: Story, n: number, act: (id: string) => unknown): unknown {
  const jobs = jobsOf(story)
  return jobs.length === 0 ? nothing : act(jobs[n % jobs.length]!.id)
}

/** Made by us for a job other than the anchor. */
function oursInAshby({ world, held, byHand, anchorJob }: Story) {
  const anchors = held.openingsOfJob.get(anchorJob)
  return [...world.ashby.state.openings.all()].filter(({ id }) => !byHand.openings.has(id) && !anchors?.has(id))
}

function onOpening(story: Story, n: number, act: (id: string) => unknown): unknown {
  const openings = [
    ...oursInAshby(story),
    ...[...story.world.ashby.state.openings.all()].filter(({ id }) => story.byHand.openings.has(id)),
  ]
  return openings.length === 0 ? nothing : act(openings[n % openings.length]!.id)
}

function onOffer({ world }: Story, n: number, act: (id: string, applicationId: string) => unknown): unknown {
  const offers = [...world.ashby.state.offers.all()]
  const offer = offers[n % Math.max(1, offers.length)]
  return offer ? act(offer.id, offer.applicationId) : nothing
}
