import { accountOfAccessKeyId } from '../aws/ids.ts'
import { operation } from '../aws/operation.ts'

/** The account is read from the key id itself, so keys that never existed answer too, as on AWS. */
export const GetAccessKeyInfo = operation('sts', 'GetAccessKeyInfo', {
  authorization: { kind: 'permissions', check: () => [{ action: 'sts:GetAccessKeyInfo', resource: '*' }] },
  read({ input, fail }) {
    const account = accountOfAccessKeyId(input.AccessKeyId)
    if (account === undefined) return fail('ValidationError', 'Invalid Access Key Id')
    return { Account: account }
  },
})
