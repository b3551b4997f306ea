import type { z } from 'zod'
import type { AskedRun } from '../api/sync.ts'
import type { Console, Visit } from './console.ts'
import { pressButton } from './forms.ts'
import type { Html } from './html.ts'

interface RecordPlace {
  readonly connection: string
  readonly flow: string
  readonly id: string
  /** What waits for nothing can be looked at all the same. */
  readonly isWaiting?: boolean
}

/** Does not wait for the next try, however often it failed before. */
export function retryButton(visit: Visit, { connection, flow, id, isWaiting = true }: RecordPlace): Html {
  const words = isWaiting ? 'Try again now' : 'Look again now'
  return pressButton(visit, {
    action: `/records/${connection}/${encodeURIComponent(id)}/retry?flow=${flow}`,
    ...{ words, role: 'operate', look: 'outline', label: `${words}: ${flow} ${id}` },
  })
}

export function registerRetry({ action }: Console): void {
  action('/records/:connection/:id/retry', async ({ api, params, query }) => {
    const { connection = '', id = '' } = params
    const flow = query.flow ?? ''
    const path = [connection, flow, id].map(encodeURIComponent).join('/')
    const { runId } = await api.send<z.output<typeof AskedRun>>('POST', `/records/${path}/retry`, {})
    return { to: `/runs/${runId}`, said: `${id} is looked at now; this page follows the run.` }
  })

  /** For one that nobody knows here yet: the vendors are asked. */
  action('/connections/:id/look', async ({ api, params: { id = '' } }, form) => {
    const record = form.get('record')?.trim() ?? ''
    const path = `/connections/${encodeURIComponent(id)}/sync`
    const { runId } = await api.send<z.output<typeof AskedRun>>('POST', path, { record })
    return { to: `/runs/${runId}`, said: `${record} is looked for now; this page follows the run.` }
  })
}
