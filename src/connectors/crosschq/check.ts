import { type CrosschqAccount, checkTemplates } from '../../mapping/check-templates.ts'
import type { CrosschqMapping } from '../../mapping/crosschq-load.ts'
import type { Crosschq } from '../../systems/crosschq/client.ts'
import type { Finding } from '../connector.ts'

/** Throws where the key is not taken. */
export async function askCrosschq(crosschq: Crosschq): Promise<readonly Finding[]> {
  await crosschq.config()
  return [{ ok: true, subject: 'Crosschq key', message: 'accepted' }]
}

/** The key, and every template against what the account says of itself. Reads only. */
export async function checkCrosschq(crosschq: Crosschq, mapping: CrosschqMapping): Promise<readonly Finding[]> {
  const account = await accountOf(crosschq).catch((error: unknown) => error)
  if (account instanceof Error) return [{ ok: false, subject: 'Crosschq key', message: account.message }]
  const key = { ok: true, subject: 'Crosschq key', message: 'accepted' }
  return [key, ...templateFindings(mapping, account as CrosschqAccount), ...warningFindings(mapping)]
}

async function accountOf(crosschq: Crosschq): Promise<CrosschqAccount> {
  const { minReferenceCount: minimum, relationships } = await crosschq.config()
  return { minimum, relationships, surveys: await crosschq.surveys() }
}

function templateFindings(mapping: CrosschqMapping, account: CrosschqAccount): Finding[] {
  if (mapping.templates.length === 0) {
    const message = 'the mapping has none, so nobody can ask for references'
    return [{ ok: false, subject: 'templates', message }]
  }
  const problems = checkTemplates(mapping.templates, account)
  return mapping.templates.flatMap(({ id, survey }): Finding[] => {
    const subject = `template ${id}`
    const own = problems.filter(({ template }) => template === id)
    if (own.length === 0) return [{ ok: true, subject, message: `survey ${survey}` }]
    return own.map(({ at, message }) => ({ ok: false, subject, message: `${at}: ${message}` }))
  })
}

/** Worth knowing and no mistake. */
function warningFindings({ warnings }: CrosschqMapping): Finding[] {
  return warnings.map(({ at, message }) => ({ ok: true, subject: 'mapping', message: `${at}: ${message}` }))
}

/** A check that fails is a finding, not the end of the others. */
export async function attempt(subject: string, act: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await act()
  } catch (error) {
    return [{ ok: false, subject, message: error instanceof Error ? error.message : String(error) }]
  }
}
