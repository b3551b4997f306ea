import { describe, expect, test } from 'vitest'
import { RejectedRecordError, UnknownOutcomeError } from '../../lib/errors.ts'
import { allPages } from '../../lib/fixtures/scripted-http.ts'
import { chooseReason } from './archive-reasons.ts'
import { ADA, LINK, PDF, withSandbox } from './fixtures/with-sandbox.ts'
import type { LeverSandboxOptions } from './sandbox.ts'

describe('writing', () => {
  test.each<LeverSandboxOptions>([
    {},
    { writeAnswer: 'empty' },
    { writeStatus: 201 },
    { writeAnswer: 'empty', writeStatus: 201 },
  ])('a link is added beside others, for each of the person’s applications (%j)', (options) =>
    withSandbox(options, async (lever, sandbox) => {
      const [a, b] = [sandbox.addLead(ADA).id, sandbox.addLead(ADA).id] as const
      sandbox.addLink(a, 'https://people.example/ada')

      await lever.addLinks(a, [LINK])
      await lever.addTags(a, ['Reference'])
      await lever.addSources(a, ['Crosschq'])

      expect(await lever.application(b)).toMatchObject({ links: ['https://people.example/ada', LINK], tags: [] })
      expect(await lever.application(a)).toMatchObject({ tags: ['Reference'], sources: ['Crosschq'] })
      expect(sandbox.server.calls.at(-4)?.query).toContain(`perform_as=${sandbox.userId}`)
    }),
  )

  test('a lost answer leaves a link that a look finds', () =>
    withSandbox({}, async (lever, sandbox) => {
      const { id } = sandbox.addLead(ADA)
      sandbox.server.faults.add({ match: /addLinks$/, times: 1, fault: { type: 'timeoutAfterApply' } })

      await expect(lever.addLinks(id, [LINK])).rejects.toThrow(UnknownOutcomeError)
      expect((await lever.application(id))?.links).toEqual([LINK])
    }))

  test('a hire is archived for the reason of that type', () =>
    withSandbox({}, async (lever, sandbox) => {
      const { id } = sandbox.apply(sandbox.addPosting().id, ADA)
      const choice = chooseReason(await lever.archiveReasons(), 'hired')
      if (choice.type !== 'reason') throw new Error(choice.reason)

      await lever.archive(id, choice.id)

      expect(await lever.application(id)).toMatchObject({
        archived: { reasonId: choice.id, at: expect.stringMatching(/Z$/) },
        ...{ stageId: 'applicant-new', job: { id: expect.any(String) } },
      })
      const hires = await allPages(lever.applications({ archiveReasonIds: [choice.id], isArchived: true }))
      expect(hires.rows.map((row) => row.id)).toEqual([id])
    }))

  test('a hire that Lever refuses is this record’s trouble', () =>
    withSandbox({ requisitionRequired: true }, async (lever, sandbox) => {
      const { id } = sandbox.addLead(ADA)
      const choice = chooseReason(await lever.archiveReasons(), 'hired')

      await expect(lever.archive(id, choice.type === 'reason' ? choice.id : '')).rejects.toThrow(RejectedRecordError)
      expect((await lever.application(id))?.archived).toBeUndefined()
    }))

  test.each(['note', 'noteId'] as const)('a note is written and found again (%s)', (noteAnswer) =>
    withSandbox({ noteAnswer }, async (lever, sandbox) => {
      const { id: applicationId } = sandbox.addLead(ADA)

      const { id } = await lever.createNote({ applicationId, text: `Report: ${LINK}` })

      expect(await lever.notes(applicationId)).toMatchObject([{ id, text: `Report: ${LINK}`, isDeleted: false }])
      expect([...sandbox.state.notes.values()]).toMatchObject([{ user: sandbox.userId, notifyFollowers: false }])
    }),
  )

  test.each<LeverSandboxOptions>([{}, { fileStatus: 200 }, { fileList: 'bare', fileNumbers: 'text' }])(
    'a file is attached and found again (%j)',
    (options) =>
      withSandbox(options, async (lever, sandbox) => {
        const { id: applicationId } = sandbox.addLead(ADA)

        const { id } = await lever.attachFile({ applicationId, ...PDF })

        expect(await lever.files(applicationId)).toMatchObject([
          { id, name: PDF.name, size: PDF.bytes.length, uploadedAt: expect.stringMatching(/Z$/) },
        ])
        expect(sandbox.state.files.get(id)).toMatchObject({ bytes: PDF.bytes, uploadedBy: sandbox.userId })
      }),
  )

  test('a file of the largest size arrives whole', () =>
    withSandbox({ keepCalls: false }, async (lever, sandbox) => {
      const bytes = Buffer.alloc(30_000_000, 'x')

      const { id } = await lever.attachFile({ applicationId: sandbox.addLead().id, ...PDF, bytes })

      expect(sandbox.state.files.get(id)?.bytes.length).toBe(bytes.length)
    }))

  test('notes of who is not there are refused, not empty', () =>
    withSandbox({}, async (lever) => {
      await expect(lever.notes('gone')).rejects.toThrow(RejectedRecordError)
      await expect(lever.createNote({ applicationId: 'gone', text: 'x' })).rejects.toThrow(RejectedRecordError)
    }))
})

describe('prospects', () => {
  const PROSPECT = { name: ADA.name, email: ADA.email, phone: '+15550100000', sources: ['Crosschq Recruit'] }

  test('become leads with their source and tags', () =>
    withSandbox({}, async (lever, sandbox) => {
      const created = await lever.createProspect({ ...PROSPECT, tags: ['prospect'], links: [LINK] })

      expect(created.isKnownPerson).toBe(false)
      expect(await lever.application(created.id)).toMatchObject({
        ...{ candidateId: created.candidateId, emails: [ADA.email], origin: 'sourced', job: undefined },
        ...{ sources: ['Crosschq Recruit'], tags: ['prospect'], links: [LINK], stageId: 'lead-new' },
      })
      expect(sandbox.state.opportunities.size).toBe(1)
    }))

  test('may be for one job', () =>
    withSandbox({}, async (lever, sandbox) => {
      const posting = sandbox.addPosting()

      const { id } = await lever.createProspect({ ...PROSPECT, jobId: posting.id })

      expect((await lever.application(id))?.job?.id).toBe(posting.id)
    }))

  test.each([true, false])('who are known are found by their address (exact: %j)', (exactEmails) =>
    withSandbox({ exactEmails }, async (lever, sandbox) => {
      const known = sandbox.addLead(ADA)
      sandbox.archive(known.id)

      expect((await lever.applicationsOf('Ada@People.example')).map(({ id }) => id)).toEqual([known.id])
      expect(await lever.applicationsOf('ada@people.example.com')).toEqual([])
      expect(await lever.createProspect(PROSPECT)).toMatchObject({
        ...{ candidateId: known.contactId, isKnownPerson: true },
      })
    }),
  )
})
