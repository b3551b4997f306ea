import { candidatePage } from '../../systems/ashby/pages.ts'
import type { VendorPages } from '../flow.ts'
import type { Mirror } from '../mirror.ts'
import { givenOf } from './given.ts'
import type { ApplicationRow, ParticipantRow } from './rows.ts'

/** An application in Ashby, and the newest participant in Willo. */
export async function invitationPages(
  row: ApplicationRow,
  participant: string | undefined,
  mirror: Mirror,
): Promise<VendorPages> {
  const invited = participant && (await mirror.row<ParticipantRow>('willo.participants', participant))
  return { source: ashbyPage(row), ...(invited && responsePage('target', invited)) }
}

/** A participant in Willo, and in Ashby the application it was made for: the note is on its candidate. */
export async function responsePages(row: ParticipantRow, mirror: Mirror): Promise<VendorPages> {
  const given = givenOf(await mirror.created('invitations')).find(({ participant }) => participant === row.id)
  const application = given && (await mirror.row<ApplicationRow>('ashby.applications', given.application))
  return { ...responsePage('source', row), ...(application && { target: ashbyPage(application) }) }
}

/** Willo shows responses to whoever has a link that was shared. */
function responsePage(side: 'source' | 'target', { link }: ParticipantRow): VendorPages {
  return link === undefined ? {} : { [side]: { url: link, isShared: true } }
}

function ashbyPage({ id, candidateId }: ApplicationRow) {
  return { url: candidatePage(candidateId, id), isShared: false }
}
