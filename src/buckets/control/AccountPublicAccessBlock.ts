import type { Caller } from '../../aws/caller.ts'
import { AwsError } from '../../aws/error.ts'
import { type Check, operation } from '../../aws/operation.ts'
import { accountPublicAccess } from '../bucket.ts'
import { blockOf, configurationOf } from '../PublicAccessBlock.ts'

/** An account's own settings: nobody handles those of another account. */
function ownAccount(action: string, caller: Caller, account: string): Check[] {
  if (account !== caller.account) throw new AwsError('AccessDenied', 'Access Denied', { status: 403 })
  return [{ action, resource: '*', resourceAccount: account }]
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html */
export const PutPublicAccessBlock = operation('s3control', 'PutPublicAccessBlock', {
  authorization: {
    kind: 'permissions',
    check: ({ input, caller }) => ownAccount('s3:PutAccountPublicAccessBlock', caller, input.AccountId),
  },
  handle({ input, tx }) {
    tx.put(accountPublicAccess, { account: input.AccountId, block: blockOf(input.PublicAccessBlockConfiguration) })
  },
})

export const GetPublicAccessBlock = operation('s3control', 'GetPublicAccessBlock', {
  authorization: {
    kind: 'permissions',
    check: ({ input, caller }) => ownAccount('s3:GetAccountPublicAccessBlock', caller, input.AccountId),
  },
  read({ input, state }) {
    const record = state.get(accountPublicAccess, input.AccountId, 'block')
    if (record) return { PublicAccessBlockConfiguration: configurationOf(record.block) }
    throw new AwsError('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', {
      status: 404,
      fields: { AccountId: input.AccountId },
    })
  },
})

export const DeletePublicAccessBlock = operation('s3control', 'DeletePublicAccessBlock', {
  authorization: {
    kind: 'permissions',
    check: ({ input, caller }) => ownAccount('s3:PutAccountPublicAccessBlock', caller, input.AccountId),
  },
  handle({ input, tx }) {
    const record = tx.get(accountPublicAccess, input.AccountId, 'block')
    if (record) tx.delete(accountPublicAccess, record)
  },
})
