import { accountRecord } from '../accounts/records.ts'
import { parseArn } from '../aws/arn.ts'
import type { Fail } from '../aws/operation.ts'
import { entityNamed, entityWithId } from '../iam/entity.ts'
import { checkedPolicy } from '../iam/policy-documents.ts'
import { quotaSentence } from '../iam/quotas.ts'
import { type PolicyDocument, parsePolicy } from '../policy/document.ts'
import { POLICY_QUOTAS, policySize } from '../policy/size.ts'
import type { NamedPrincipal } from '../policy/validate.ts'
import type { State } from '../state/table.ts'
import { userSubject, users } from '../users/records.ts'
import { roleSubject, roles } from './records.ts'

/** The trust policy to store, or MalformedPolicyDocument or LimitExceeded with AWS's sentence. */
export function checkedTrustPolicy(
  state: State,
  text: string,
  fail: Fail<'MalformedPolicyDocument' | 'LimitExceeded'>,
): string {
  const document = checkedPolicy(text, 'trust', fail, {
    principalExists: (principal) => trustedPrincipalExists(state, principal),
  })
  if (policySize(text) > POLICY_QUOTAS.trust) {
    fail('LimitExceeded', quotaSentence('ACLSizePerRole', POLICY_QUOTAS.trust))
  }
  return storedTrustPolicy(state, document)
}

/**
 * The trust policy as it is stored: users and roles are named by their unique ids, so that an entity which is deleted
 * and created again is not trusted. All else keeps the author's spelling.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export const storedTrustPolicy = (state: State, document: PolicyDocument): string =>
  withPrincipals(document, (principal) => entityWithArn(state, principal)?.id)

/** The trust policy as answers show it: an id is shown as the ARN of its user or role, or as itself once that is gone. */
export function shownTrustPolicy(state: State, stored: string): string {
  if (!UNIQUE_ID.test(stored)) return stored
  return withPrincipals(parsePolicy(stored), (principal) => principalArn(state, principal))
}

/** The ARN of the user or role with the unique id; undefined once it is gone. */
export function principalArn(state: State, id: string): string | undefined {
  const user = entityWithId(state, users, id)
  if (user) return userSubject.arn(user)
  const role = entityWithId(state, roles, id)
  return role && roleSubject.arn(role)
}

/** Whether a trust policy may name the principal. Of accounts that are not here nothing is known, so theirs may be named. */
export function trustedPrincipalExists(state: State, { type, value }: NamedPrincipal): boolean {
  if (type !== 'AWS') return true
  const arn = parseArn(value)
  if (!arn) return Boolean(entityWithId(state, users, value) ?? entityWithId(state, roles, value))
  const entity = arn.service === 'iam' && /^(user|role)\//.test(arn.resource)
  return !entity || !accountRecord(state, arn.account) || entityWithArn(state, value) !== undefined
}

const UNIQUE_ID = /"A(?:IDA|ROA)[A-Z0-9]+"/

function entityWithArn(state: State, text: string): { readonly id: string } | undefined {
  const arn = parseArn(text)
  if (arn?.service !== 'iam') return undefined
  const name = text.slice(text.lastIndexOf('/') + 1)
  if (arn.resource.startsWith('user/')) {
    const user = entityNamed(state, users, arn.account, name)
    return user && userSubject.arn(user) === text ? user : undefined
  }
  const role = arn.resource.startsWith('role/') ? entityNamed(state, roles, arn.account, name) : undefined
  return role && roleSubject.arn(role) === text ? role : undefined
}

/** The document's text with each `AWS` principal that `replacement` knows replaced. */
function withPrincipals(document: PolicyDocument, replacement: (principal: string) => string | undefined): string {
  let text = ''
  let end = 0
  for (const { principal } of document.statements) {
    for (const group of principal?.groups ?? []) {
      if (group.type !== 'AWS') continue
      for (const string of group.strings) {
        const other = replacement(string.text)
        if (other === undefined) continue
        text += document.text.slice(end, string.offset) + JSON.stringify(other)
        end = string.end
      }
    }
  }
  return text + document.text.slice(end)
}
