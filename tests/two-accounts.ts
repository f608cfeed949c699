/** A server with two accounts, for what callers of one learn of the other. */
import type { TestContext } from 'node:test'
import { startServer } from '../src/server.ts'
import type { Reachable } from './harness.ts'
import { temporaryFolder } from './server/program.ts'

export const [ONE, OTHER] = ['123456789012', '210987654321'] as const

interface TwoAccounts {
  readonly one: Reachable
  /** The account that the server runs as, with the origin of its console. */
  readonly other: Reachable & { readonly console?: string }
}

/** A server whose folder was begun by one account and goes on as another's: both have a root user. */
export async function twoAccounts(t: TestContext): Promise<TwoAccounts> {
  const home = temporaryFolder()
  const start = (account: string) =>
    startServer({ port: 0, tlsPort: 0, consolePort: 0, host: '127.0.0.1', home, account, region: 'us-east-1' })
  const before = await start(ONE)
  await before.close()
  const server = await start(OTHER)
  t.after(() => server.close())
  const { accessKeyId, secretAccessKey } = before.ready
  return { one: { ...server.ready, accessKeyId, secretAccessKey }, other: server.ready }
}
