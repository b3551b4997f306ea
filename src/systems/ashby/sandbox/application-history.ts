import { z } from 'zod'
import { cursorPaging, listByCursor } from './cursor-paging.ts'
import { type Endpoints, endpoint } from './endpoint.ts'
import { uuid } from './input.ts'
import { found } from './refusal.ts'

/** https://developers.ashbyhq.com/reference/applicationlisthistory; the order is undocumented, here oldest first. */
export const applicationHistoryEndpoints: Endpoints = {
  'application.listHistory': endpoint(
    'candidatesRead',
    z.object({ ...cursorPaging, applicationId: uuid }),
    ({ applicationId, ...input }, world) => {
      const { history } = found(world.applications.read(applicationId), 'Application', world.settings.notFoundCode)
      return listByCursor(world, history, input, `history of ${applicationId}`)
    },
  ),
}
