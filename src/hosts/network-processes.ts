import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

/** What a process's network namespace is named, `net:[4026531840]`, or undefined when it cannot be seen. */
export function networkOf(pid: number | string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`)
  } catch {
    return undefined
  }
}

/** Ends every process in one of the networks, each named as `networkOf` does. */
export const endNetworks = (networks: ReadonlySet<string>): void =>
  endAll((pid) => {
    const network = networkOf(pid)
    return network !== undefined && networks.has(network)
  })

/**
 * Ends every process that sees a file of this folder's `commands` laid over its own. The folder's name is drawn at random,
 * so that they are this server's.
 */
export function endCommandsOf(folder: string): void {
  const mark = `/${basename(folder)}/commands/`
  endAll((pid) => {
    try {
      return readFileSync(`/proc/${pid}/mountinfo`, 'utf8').includes(mark)
    } catch {
      return false
    }
  })
}

/** Those that fork meanwhile are caught by the next round. */
const ROUNDS = 10

function endAll(isMeant: (pid: string) => boolean): void {
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = readdirSync('/proc').filter(
      (name) => /^\d+$/.test(name) && Number(name) !== process.pid && isMeant(name),
    )
    if (found.length === 0) return
    for (const pid of found) {
      try {
        process.kill(Number(pid), 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
    }
  }
}
