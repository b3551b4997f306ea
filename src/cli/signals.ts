import { constants } from 'node:os'
import { tell } from './terminal.ts'

/** Aborts at the first signal, so that the call in flight can end; the second one ends the process at once. */
export function stopSignal(onFirst = () => tell('Stopping after the call in flight; once more to stop at once.')) {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(128 + constants.signals[signal])
      onFirst()
      stopping.abort()
    })
  }
  return stopping.signal
}

export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
