import type { Caller } from '../aws/caller.ts'

/** Who signed in; `accessKeyId` is the key that it was done with. */
export type Principal = Pick<Caller, 'account' | 'arn' | 'userId' | 'name' | 'entityId' | 'accessKeyId'>
