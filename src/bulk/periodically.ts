/**
 * Runs `work` again and again, each time `everyMs` after it ended, until `stop`, which waits for a run that is under way.
 * A run that fails is told to `onError` and the next one comes all the same. Keeps no process alive.
 */
export function periodically(options: {
  readonly everyMs: number
  readonly work: () => Promise<void>
  readonly onError: (error: unknown) => void
}): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const schedule = (): void => {
    if (stopped) return
    timer = setTimeout(() => {
      running = options.work().catch(options.onError).then(schedule)
    }, options.everyMs)
    timer.unref()
  }
  schedule()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      return running
    },
  }
}
