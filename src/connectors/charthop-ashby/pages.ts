import { candidatePage, OPENINGS_PAGE } from '../../systems/ashby/pages.ts'
import type { AshbyApplication } from '../../systems/ashby/schema.ts'
import { jobPage } from '../../systems/charthop/pages.ts'
import type { VendorPage, VendorPages } from '../flow.ts'

/** A job in ChartHop, and where Ashby lists the openings once it has one. */
export function openingPages(org: string, job: string, isLinked: boolean): VendorPages {
  return pagesOf(jobPage(org, job), isLinked ? OPENINGS_PAGE : undefined)
}

/** An application in Ashby, and in ChartHop the job that the person came into: the link names both. */
export function hirePages(org: string, { id, candidateId }: AshbyApplication, target: string | undefined): VendorPages {
  const job = target?.split('@')[1]
  return pagesOf(candidatePage(candidateId, id), job === undefined ? undefined : jobPage(org, job))
}

function pagesOf(source: string | undefined, target: string | undefined): VendorPages {
  return { ...(source && { source: plain(source) }), ...(target && { target: plain(target) }) }
}

function plain(url: string): VendorPage {
  return { url, isShared: false }
}
