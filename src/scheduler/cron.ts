import { createTask, type ScheduledTask } from 'node-cron'

export interface Ticking {
  /** The next tick of a connection; undefined for one that has none. */
  next(connection: string): Date | undefined
  stop(): Promise<void>
}

/** Ticks each connection's schedule. A tick only asks for a run: the queue and the lease decide whether there is one. */
export function startCron(
  schedules: ReadonlyMap<string, string>,
  tick: (connection: string) => Promise<void>,
  onError: (error: unknown) => void,
): Ticking {
  const tasks = new Map<string, ScheduledTask>()
  for (const [connection, schedule] of schedules) {
    const task = createTask(schedule, () => tick(connection).catch(onError), { name: connection, noOverlap: true })
    void task.start()
    tasks.set(connection, task)
  }
  return {
    next: (connection) => tasks.get(connection)?.getNextRun() ?? undefined,
    async stop() {
      for (const task of tasks.values()) await task.destroy()
    },
  }
}
