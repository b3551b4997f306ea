import type { Processes } from './call.ts'
import type { State } from './state.ts'

/** Process of https://api.charthop.com/swagger. The work is done already; the first look still says RUNNING. */
export function createProcesses(state: State): Processes {
  const known = new Map<string, { readonly row: object; readonly errors: readonly string[]; looks: number }>()
  return {
    start: (label, userId, errors) => {
      const id = state.nextId('process')
      const createAt = new Date(state.clock.now()).toISOString()
      const common = { id, orgId: state.org.id, label, type: 'app', runUserId: userId, createId: userId, createAt }
      const row = { ...common, options: {} }
      known.set(id, { row, errors, looks: 0 })
      return { ...row, status: 'PENDING', progress: 0 }
    },
    get: (id) => {
      const process = known.get(id)
      if (!process) return undefined
      process.looks += 1
      if (process.looks === 1) return { ...process.row, status: 'RUNNING', progress: 0.5 }
      const at = new Date(state.clock.now()).toISOString()
      const logDataList = process.errors.map((message) => ({ level: 'ERROR', at, message, data: {} }))
      return { ...process.row, status: process.errors.length > 0 ? 'ERROR' : 'DONE', progress: 1, logDataList }
    },
  }
}
