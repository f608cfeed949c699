import { createHash } from 'node:crypto'

/** S3's canonical id of an account: 64 hexadecimal digits that never change. AWS's are not derivable; ours are. */
export const canonicalId = (account: string): string =>
  createHash('sha256').update(`rolecall canonical id ${account}`).digest('hex')

export const ownerOf = (account: string) => ({ ID: canonicalId(account) })
