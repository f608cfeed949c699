import { defineTable, inRegion, type State } from '../../state/table.ts'
import type { Place } from '../records.ts'

/** The public half of a key pair; the private half is never kept. */
export interface KeyPair {
  readonly account: string
  readonly region: string
  /** `key-` and 17 hexadecimal digits. */
  readonly id: string
  readonly name: string
  readonly type: 'rsa' | 'ed25519'
  /** `ssh-rsa AAAA... name`. */
  readonly publicKey: string
  readonly fingerprint: string
  /** Milliseconds since 1970. */
  readonly created: number
  readonly tags: Readonly<Record<string, string>>
}

export const keyPairs = defineTable<KeyPair>({
  name: 'key-pairs',
  scope: 'region',
  partition: (pair) => inRegion(pair.account, pair.region),
  id: (pair) => pair.name,
})

export const findKeyPair = (state: State, { account, region }: Place, name: string): KeyPair | undefined =>
  state.get(keyPairs, inRegion(account, region), name)

export const listKeyPairs = (state: State, { account, region }: Place): readonly KeyPair[] =>
  state.list(keyPairs, inRegion(account, region))
