import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hirewire, startHirewire } from '../../test/command.ts'

/** Its own, so that a demo somebody else runs meanwhile is not taken for what this one left. */
const temporary = mkdtempSync(join(tmpdir(), 'demo-'))
const folders = () => readdirSync(temporary).filter((name) => name.startsWith('hirewire-demo-'))

beforeAll(() => {
  // The database's own user must get through.
  chmodSync(temporary, 0o755)
  process.env.TMPDIR = temporary
})
afterAll(() => rmSync(temporary, { recursive: true }))

test('demo --once runs every connection, tells what follows, and leaves nothing', async () => {
  const before = folders()

  const { code, stdout, stderr } = await hirewire('demo', '--once')

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/fields +done +14 read +12 created/)
  expect(stdout).toMatch(/openings +done +\d+ read +15 created, 7 updated/)
  expect(stdout).toMatch(/hires +done +\d+ read +3 created/)
  expect(stdout).toMatch(/look at:.*option_missing.*no_start_date/s)
  expect(stdout).toMatch(/interviews: success.*1 entered_before.*No reference check and no invitation was sent/s)
  expect(stdout).toMatch(/references: success/)
  expect(stdout).toMatch(/an invitation to the Willo interview "Meet the engineers" in the next cycle/)
  expect(stdout).toMatch(/has a note in Ashby:\n +The candidate has answered the Willo interview Meet the engineers/)
  expect(stdout).toMatch(/shown by "status" in the next cycle: no_email/)
  expect(stdout).toMatch(/Crosschq asks for references in the next cycle, in the name of rita\.okonkwo@/)
  expect(stdout).toMatch(/a note with the link,\n.*"Crosschq reference report Santiago Rojas \w+\.pdf"/)
  expect(stdout).toMatch(
    /Then the application is archived …\n.*in the next cycle the request is cancelled, the candidate re/,
  )
  expect(stdout).toMatch(/references-lever: success.*references-sr: success/s)
  expect(stdout).toMatch(/the tag "sales", is moved to the stage Reference check …\n.*asks for references in the next/)
  expect(stdout).toMatch(/in the next cycle the opportunity has a link to the report \(http:\S+\)/)
  expect(stdout).toMatch(/Ines Castro is hired in Lever, and in the next cycle hired in Crosschq/)
  expect(stdout).toMatch(
    /has a note in SmartRecruiters:\n.*complete on .*\n.*Engineering references\n +\| Report: http/,
  )
  expect(stdout).toMatch(/and the attachment "Crosschq reference report Kofi Mensah \w+\.pdf"/)
  expect(stdout).toMatch(
    /Then the candidate is rejected …\n.*in the next cycle the request is cancelled, the candidate rej/,
  )
  expect(folders()).toEqual(before)
}, 400_000)

test('demo tells its story and ends on a signal', async () => {
  const before = folders()

  const started = startHirewire('demo')
  const said = await started.said('Ctrl-C ends it')
  started.child.kill('SIGINT')
  const { code, stderr } = await started.ended

  expect(said).toMatch(/is in ChartHop after \d+ ms: job \S+ is START/)
  expect(said).toMatch(/on its opening in Ashby after \d+ ms/)
  expect(said).toMatch(/an invitation to the Willo interview "Meet the engineers" after \d+ ms/)
  expect(said).toMatch(/answered; after \d+ ms the candidate has a note in Ashby/)
  expect(said).toMatch(/shown by "status" after \d+ ms: no_email/)
  expect(said).toMatch(/presses Start …\n.*Crosschq asks for references after \d+ ms, in the name of rita\.okonkwo@/)
  expect(said).toMatch(/after \d+ ms Ashby shows the assessment as COMPLETE, score 4\.4/)
  expect(said).toMatch(/Then the application is archived …\n.*after \d+ ms the request is cancelled/)
  expect(said).toMatch(/moved to the stage Reference check …\n.*asks for references after \d+ ms, in the name of rita/)
  expect(said).toMatch(/Ines Castro is hired in Lever, and after \d+ ms hired in Crosschq/)
  expect(said).toMatch(/after \d+ ms the candidate has a note in SmartRecruiters/)
  expect(said).toMatch(/Then the candidate is rejected …\n.*after \d+ ms the request is cancelled/)
  expect(said).toMatch(/A second cycle over everything: \d+ records read in \d+ calls, 0 writes/)
  expect({ code, stderr: stderr.replace(/^A run of \S+ is going on.*\n/gm, '') }).toEqual({ code: 0, stderr: '' })
  expect(folders()).toEqual(before)
}, 400_000)
