import { writeSync } from 'node:fs'

/**
 * Writes a line to the process that reads this one's output, before it returns: what was said is not lost with the
 * process. A line is short enough for the pipe to take it whole or not at all; a full pipe is waited for.
 */
export function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`)
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
      Atomics.wait(NEVER, 0, 0, 1)
    }
  }
}

const NEVER = new Int32Array(new SharedArrayBuffer(4))
