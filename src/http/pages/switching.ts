import type { Console } from './console.ts'

/** The buttons of a connection's card: what they do is the API's. */
export function registerSwitching({ action }: Console): void {
  action('/connections/:id/sync', async ({ api, params }) => {
    await api.send('POST', `/connections/${encodeURIComponent(params.id!)}/sync`, {})
    return { to: '/', said: `A run of ${params.id} was asked for; its card follows it.` }
  })

  action('/connections/:id/switch', async ({ api, params }, form) => {
    const enabled = form.get('enabled') === 'true'
    await api.send('POST', `/connections/${encodeURIComponent(params.id!)}/enabled`, { enabled })
    const said = enabled ? 'is on; a run was asked for.' : 'is off: nothing is read or written until it is switched on.'
    return { to: '/', said: `${params.id} ${said}` }
  })
}
