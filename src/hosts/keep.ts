import { type ChildProcess, fork } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { KeeperMessage } from './keeper.ts'
import { endCommandsOf, endNetworks } from './network-processes.ts'

/** What must go when the server does: the files of instances and the processes in their namespaces. */
export interface Keep {
  /**
   * A path in the folder of instances' files, which is made on first use. Processes that see `commands` files laid over
   * their own are the instances', and end with the server; `attached` files are for containers to take, which do not.
   */
  path(kind: 'commands' | 'attached', name: string): string
  /** Has the processes of this network ended if the server ends unseen. */
  add(network: string): void
  /** Ends the processes of these networks now. */
  end(networks: readonly string[]): void
  /** Removes the folder. */
  close(): void
}

const RESTART_MS = 1000
const PREFIX = 'rolecall-hosts-'
const KEEPER = fileURLToPath(new URL(`./keeper${extname(import.meta.url)}`, import.meta.url))

/**
 * `markFile` names the folder for the next server of the same home, in case that server and keeper are both killed; what
 * such a pair has left is ended here, before anything is made.
 */
export function openKeep(markFile: string | undefined): Keep {
  if (markFile !== undefined) endLeftovers(markFile)
  const networks = new Set<string>()
  let folder: string | undefined
  let keeper: ChildProcess | undefined

  function open(): string {
    if (folder !== undefined) return folder
    folder = mkdtempSync(join(tmpdir(), PREFIX))
    // Commands of an instance may run as any user.
    chmodSync(folder, 0o755)
    if (markFile !== undefined) writeFileSync(markFile, `${JSON.stringify({ folder })}\n`, { mode: 0o600 })
    start(folder)
    return folder
  }

  function start(path: string): void {
    const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const
    const child = fork(KEEPER, [], { stdio: [...stdio], execArgv: [], env: {}, detached: true })
    keeper = child
    child.on('error', () => {})
    tell({ type: 'folder', path })
    for (const network of networks) tell({ type: 'keep', network })
    // Whoever ended it, the instances are not to be without one.
    child.once('exit', () => {
      setTimeout(() => keeper === child && start(path), RESTART_MS).unref()
    })
    child.channel?.unref()
    child.unref()
  }

  const tell = (message: KeeperMessage) => keeper?.connected && keeper.send(message, () => {})

  return {
    path: (kind, name) => join(open(), kind, name),
    add(network) {
      networks.add(network)
      tell({ type: 'keep', network })
    },
    end(ended) {
      endNetworks(new Set(ended))
      for (const network of ended) {
        networks.delete(network)
        tell({ type: 'forget', network })
      }
    },
    close() {
      const child = keeper
      keeper = undefined
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
      if (markFile !== undefined) rmSync(markFile, { force: true })
      if (child?.connected) child.disconnect()
    },
  }
}

/** What the mark names is this home's alone: no other server's folder bears the name. */
function endLeftovers(markFile: string): void {
  const folder = markedFolder(markFile)
  if (folder === undefined) return
  endCommandsOf(folder)
  rmSync(folder, { recursive: true, force: true })
  rmSync(markFile, { force: true })
}

function markedFolder(markFile: string): string | undefined {
  try {
    const { folder } = JSON.parse(readFileSync(markFile, 'utf8'))
    return typeof folder === 'string' && basename(folder).startsWith(PREFIX) ? folder : undefined
  } catch {
    return undefined
  }
}
