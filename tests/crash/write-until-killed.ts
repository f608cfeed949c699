import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Starts a writer and kills it with SIGKILL `life` milliseconds after it has started, or has said `open`. Every line that
 * it says until then goes to `said`.
 */
export async function writeUntilKilled(
  args: readonly string[],
  { from, life }: { readonly from: 'started' | 'opened'; readonly life: number },
  said: (line: string) => void,
): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  const gone = once(child, 'close')
  const lines = createInterface({ input: child.stdout })
  const opened = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      if (line === 'open') resolve()
      else said(line)
    })
  })
  if (from === 'opened') await Promise.race([opened, gone])
  await sleep(life)
  child.kill('SIGKILL')
  const [, signal] = await gone
  assert.equal(signal, 'SIGKILL', `the writer ended by itself: ${complaint}`)
}
