/**
 * The one process that outlives a server, for a moment: when the server ends, however it ends, this one ends what still
 * runs in its instances' namespaces, removes the folder of their files, and ends too.
 */
import { rmSync } from 'node:fs'
import { endCommandsOf, endNetworks } from './network-processes.ts'

export type KeeperMessage =
  /** The folder of the instances' files; comes first. */
  | { readonly type: 'folder'; readonly path: string }
  /** Networks to end processes in, named as `networkOf` does. */
  | { readonly type: 'keep' | 'forget'; readonly network: string }

const networks = new Set<string>()
let folder: string | undefined

// A terminal's Ctrl-C reaches every process of its group; the server decides when it ends.
process.on('SIGINT', () => {})
process.on('message', (value) => {
  // The parent is this program's own server and speaks its protocol.
  const message = value as KeeperMessage
  if (message.type === 'folder') folder = message.path
  else if (message.type === 'keep') networks.add(message.network)
  else networks.delete(message.network)
})
process.on('disconnect', () => {
  if (networks.size > 0) endNetworks(networks)
  if (folder !== undefined) {
    endCommandsOf(folder)
    rmSync(folder, { recursive: true, force: true })
  }
  process.exit(0)
})
