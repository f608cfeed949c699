import type { AccessKey as AccessKeyShape } from '../aws/generated/iam.ts'
import { operation } from '../aws/operation.ts'
import { shownDate } from '../iam/dates.ts'
import { QUOTAS, quotaSentence } from '../iam/quotas.ts'
import { keysOf, ownerName } from './access-keys.ts'
import { onNamedOrCaller, ROOT_USER, requiredUserOrRoot } from './named-or-caller.ts'
import { type AccessKey, accessKeyOwner, accessKeys } from './records.ts'

/** Encrypts secrets for the store. */
export interface SecretSealer {
  /** Answers base64 text that opens only together with the same `owner`. */
  readonly seal: (secret: string, owner: string) => string
}

/** The one answer that ever shows the secret. */
export const CreateAccessKey = (sealer: SecretSealer) =>
  operation('iam', 'CreateAccessKey', {
    authorization: onNamedOrCaller('CreateAccessKey'),
    handle({ tx, ids, now, ...call }) {
      const { account } = call.caller
      const user = requiredUserOrRoot(tx, call)
      if (keysOf(tx, account, user).length >= QUOTAS.accessKeysPerUser) {
        call.fail('LimitExceeded', quotaSentence('AccessKeysPerUser', QUOTAS.accessKeysPerUser))
      }
      const id = ids.accessKeyId('AKIA', account)
      const secret = ids.secretAccessKey()
      const key: AccessKey = {
        account,
        id,
        userId: user === ROOT_USER ? undefined : user.id,
        status: 'Active',
        created: now,
        sealedSecret: sealer.seal(secret, accessKeyOwner(account, id)),
      }
      tx.put(accessKeys, key)
      // The model calls UserName required; AWS leaves it out for the root user.
      return {
        AccessKey: {
          ...ownerName(user),
          AccessKeyId: id,
          Status: key.status,
          SecretAccessKey: secret,
          CreateDate: shownDate(now),
        } as AccessKeyShape,
      }
    },
  })
