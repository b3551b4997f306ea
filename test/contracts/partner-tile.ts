import type { PartnerTile } from '../../src/systems/ashby/sandbox/partner-calls.ts'
import type { AshbySandbox } from '../../src/systems/ashby/sandbox.ts'

/** All that users of Ashby can do at a partner's tile, for candidates and jobs of every shape; the first one is cancelled. */
export async function pressEverything(sandbox: AshbySandbox, tile: PartnerTile): Promise<void> {
  const partner = sandbox.partner(tile)
  const { body } = await partner.listAssessmentTypes()
  const { results } = body as { readonly results: readonly { readonly assessment_type_id: string }[] }
  const assessmentTypeId = results[0]!.assessment_type_id
  for (const applicationId of applications(sandbox))
    await partner.startAssessment({ applicationId, assessmentTypeId, additionalFields: { pack: 'short' } })
  const [first] = [...sandbox.state.assessments.all()]
  await partner.cancelAssessment(first!.id)
}

function applications(sandbox: AshbySandbox): readonly string[] {
  const full = sandbox.addJob({ title: 'Builder', customRequisitionId: 'R-1' }).id
  const bare = sandbox.addJob({ title: 'Cook' }).id
  const recruiter = sandbox.addUser({ firstName: 'Mo', lastName: 'Manager', email: 'mo@example.com' })
  sandbox.setHiringTeam(full, [
    { userId: recruiter.id, role: 'Recruiter' },
    { userId: recruiter.id, role: 'Hiring Manager' },
  ])
  const people = [
    { name: 'Ida May Rhodes', email: 'ida@example.com', phone: '+12025550100', jobId: full },
    { name: 'Bo', email: 'bo@example.com', jobId: bare },
    { name: 'Nobody', jobId: full },
    { name: 'Hired', email: 'hired@example.com', jobId: bare },
  ]
  const made = people.map((person) => sandbox.addCandidateWithApplication(person).application.id)
  sandbox.hire(made[3]!)
  return made
}
