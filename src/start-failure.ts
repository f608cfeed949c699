import { KeyringError } from './secrets/key-record.ts'
import { RootKeyError } from './secrets/root-key.ts'
import { StoreError } from './store/store.ts'

/** What the user can do about a server that does not start, in one sentence; undefined for a failure of ours. */
export function startFailure(
  error: unknown,
  options: { readonly port: number; readonly tlsPort: number; readonly consolePort?: number | undefined },
): string | undefined {
  if (error instanceof StoreError || error instanceof RootKeyError || error instanceof KeyringError)
    return error.message
  const optionOf = (port: unknown) =>
    port === options.tlsPort ? '--tls-port' : port === options.consolePort ? '--console-port' : '--port'
  if (!(error instanceof Error) || !('code' in error)) return undefined
  switch (error.code) {
    case 'EADDRINUSE': {
      const port = 'port' in error ? error.port : options.port
      return `port ${port} is in use; stop what listens there or choose another with ${optionOf(port)}`
    }
    case 'EADDRNOTAVAIL':
      return `${error.message}: this machine has no such address; see --host`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EEXIST':
    case 'ENOSPC':
      return error.message
    default:
      return undefined
  }
}
