import { createTask, type ScheduledTask } from 'node-cron'

export interface Ticking {
  stop(): Promise<void>
}

/** Ticks each connection's schedule. A tick only asks for a run: the queue and the lease decide whether there is one. */
export function startCron(
  schedules: ReadonlyMap<string, string>,
  tick: (connection: string) => Promise<void>,
  onError: (error: unknown) => void,
): Ticking {
  const tasks: ScheduledTask[] = []
  for (const [connection, schedule] of schedules) {
    const task = createTask(schedule, () => tick(connection).catch(onError), { name: connection, noOverlap: true })
    void task.start()
    tasks.push(task)
  }
  return {
    async stop() {
      for (const task of tasks) await task.destroy()
    },
  }
}
