import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { boolean } from './input.ts'

const input = z.object({ includeArchived: boolean.default(false) })

/** Neither list is paged: https://developers.ashbyhq.com/reference/closereasonlist and archivereasonlist */
export const reasonEndpoints: Endpoints = {
  'closeReason.list': endpoint('hiringProcessMetadataRead', input, ({ includeArchived }, world) => ({
    results: [...world.closeReasons.readAll().filter(({ isArchived }) => includeArchived || !isArchived)],
    moreDataAvailable: false,
  })),
  'archiveReason.list': endpoint('hiringProcessMetadataRead', input, ({ includeArchived }, world) => ({
    results: [...world.archiveReasons.readAll().filter(({ isArchived }) => includeArchived || !isArchived)],
  })),
}
