import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { AshbySandbox } from '../../systems/ashby/sandbox.ts'
import type { ChartHopSandbox } from '../../systems/charthop/sandbox.ts'

export const connectionId = 'headcount'

export interface DemoFiles {
  readonly config: string
  readonly log: string
  readonly dataDir: string
  readonly token: string
  readonly chartHopHookToken: string
}

/** The files an admin would write, for the sandboxes; other commands may be given the config while the demo runs. */
export async function writeFiles(folder: string, charthop: ChartHopSandbox, ashby: AshbySandbox): Promise<DemoFiles> {
  const port = await freePort()
  const secrets = { token: secret(), ashbyHook: secret(), chartHopHookToken: secret() }
  const files = {
    ...{ config: join(folder, 'hirewire.yaml'), log: join(folder, 'hirewire.log'), dataDir: join(folder, 'data') },
    ...{ token: secrets.token, chartHopHookToken: secrets.chartHopHookToken },
  }
  const mappingPath = join(folder, 'mapping.yaml')
  writeFileSync(mappingPath, mapping)
  const config = `server: { host: 127.0.0.1, port: ${port}, publicUrl: "http://127.0.0.1:${port}" }
database: { dataDir: ${JSON.stringify(files.dataDir)} }
auth: { tokens: [{ name: demo, role: approve, token: ${secrets.token} }] }
connections:
  - id: ${connectionId}
    connector: charthop-ashby
    mapping: ${JSON.stringify(mappingPath)}
    charthop:
      baseUrl: ${charthop.url}
      org: ${charthop.org.slug}
      token: ${charthop.token}
      webhookToken: ${secrets.chartHopHookToken}
      rate: { perSecond: 500, inFlight: 8 }     # the sandboxes are in no hurry to refuse
    ashby:
      baseUrl: ${ashby.url}
      apiKey: ashby-sandbox-key
      webhookSecret: ${secrets.ashbyHook}
      rate: { perSecond: 500, inFlight: 8 }
    openings: { adoptExisting: true }           # recruiters made seven by hand, under ChartHop's req codes
`
  // Readable by us alone: the tokens stand in it.
  writeFileSync(files.config, config, { mode: 0o600 })
  return files
}

const mapping = `version: 1
openings:
  - { from: costCenter, to: Cost Center }
  - { from: hiringNotes, to: Hiring Notes }
  - { from: planNumber, to: Plan Number }
  - { from: equityFactor, to: Equity Factor }
  - { from: travelShare, to: Travel Share }
  - { from: remoteAllowed, to: Remote Allowed }
  - { from: approvedOn, to: Approved On }
  - { from: signOnBudget, to: { title: Sign-on Budget, type: Currency } }
  # One flaw on purpose: nobody has made an option "fellow", and the record that needs it says so.
  - from: seniority
    to: Seniority
    transform: [{ map: { junior: junior, mid: mid, senior: senior, principal: fellow } }]
  - { from: skills, to: Skills }
  - { from: briefing, to: Briefing }
  - { from: budgetOwner, to: Budget Owner }
hires:
  - { from: offer.T-Shirt Size, to: shirtSize, transform: [upper] }
`

function secret(): string {
  return randomBytes(24).toString('hex')
}

/** Asked for now, because webhooks are told the address before the server listens. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
