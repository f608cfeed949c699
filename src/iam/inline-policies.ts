import type { OperationDefinition } from '../aws/operation.ts'
import { POLICY_QUOTAS, policySize } from '../policy/size.ts'
import { own, type PolicyHolder, without } from './entity.ts'
import { type PageInput, pageByPosition } from './pages.ts'
import { checkedPolicy, encodedDocument } from './policy-documents.ts'
import { type Naming, onSubject, required, type Subject } from './subject.ts'

/** Users, groups and roles: what carries inline policies. */
export interface HolderSubject<R extends PolicyHolder, K extends string> extends Subject<R, K> {
  readonly word: 'User' | 'Group' | 'Role'
}

const INLINE_QUOTAS = {
  User: POLICY_QUOTAS.userInline,
  Group: POLICY_QUOTAS.groupInline,
  Role: POLICY_QUOTAS.roleInline,
}

type PolicyInput<K extends string> = Naming<K> & { readonly PolicyName: string }

/** PutUserPolicy, PutGroupPolicy, PutRolePolicy. */
export const puttingPolicy = <R extends PolicyHolder, K extends string>(
  subject: HolderSubject<R, K>,
): OperationDefinition<
  PolicyInput<K> & { readonly PolicyDocument: string },
  void,
  'NoSuchEntity' | 'MalformedPolicyDocument' | 'LimitExceeded'
> => ({
  authorization: onSubject(subject, `Put${subject.word}Policy`),
  handle({ tx, ...call }) {
    const { PolicyName, PolicyDocument } = call.input
    const record = required(subject, tx, call)
    checkedPolicy(PolicyDocument, 'identity', call.fail)
    const inlinePolicies = { ...record.inlinePolicies, [PolicyName]: PolicyDocument }
    const size = Object.values(inlinePolicies).reduce((sum, text) => sum + policySize(text), 0)
    const limit = INLINE_QUOTAS[subject.word]
    if (size > limit) {
      const kind = subject.word.toLowerCase()
      call.fail('LimitExceeded', `Maximum policy size of ${limit} bytes exceeded for ${kind} ${record.name}`)
    }
    tx.put(subject.table, { ...record, inlinePolicies })
  },
})

/** GetUserPolicy, GetGroupPolicy, GetRolePolicy. */
export const gettingPolicy = <R extends PolicyHolder, K extends string>(
  subject: HolderSubject<R, K>,
): OperationDefinition<PolicyInput<K>, PolicyInput<K> & { readonly PolicyDocument: string }, 'NoSuchEntity'> => ({
  authorization: onSubject(subject, `Get${subject.word}Policy`),
  read({ state, ...call }) {
    const { PolicyName } = call.input
    const record = required(subject, state, call)
    const document =
      own(record.inlinePolicies, PolicyName) ?? call.fail('NoSuchEntity', inlineNotFound(subject.word, PolicyName))
    // A computed member loses its literal name in the type; `member` is K.
    const naming = { [subject.member]: record.name } as Naming<K>
    return { ...naming, PolicyName, PolicyDocument: encodedDocument(document) }
  },
})

/** DeleteUserPolicy, DeleteGroupPolicy, DeleteRolePolicy. */
export const deletingPolicy = <R extends PolicyHolder, K extends string>(
  subject: HolderSubject<R, K>,
): OperationDefinition<PolicyInput<K>, void, 'NoSuchEntity'> => ({
  authorization: onSubject(subject, `Delete${subject.word}Policy`),
  handle({ tx, ...call }) {
    const { PolicyName } = call.input
    const record = required(subject, tx, call)
    if (own(record.inlinePolicies, PolicyName) === undefined) {
      call.fail('NoSuchEntity', inlineNotFound(subject.word, PolicyName))
    }
    tx.put(subject.table, { ...record, inlinePolicies: without(record.inlinePolicies, PolicyName) })
  },
})

/** ListUserPolicies, ListGroupPolicies, ListRolePolicies. */
export const listingPolicies = <R extends PolicyHolder, K extends string>(
  subject: HolderSubject<R, K>,
): OperationDefinition<
  Naming<K> & PageInput,
  { readonly PolicyNames: readonly string[]; readonly IsTruncated: boolean; readonly Marker?: string },
  'NoSuchEntity' | 'ValidationError'
> => ({
  authorization: onSubject(subject, `List${subject.word}Policies`),
  read({ state, ...call }) {
    const names = Object.keys(required(subject, state, call).inlinePolicies).sort()
    const { items, more } = pageByPosition(names, call.input, call.fail)
    return { PolicyNames: items, ...more }
  },
})

const inlineNotFound = (word: string, name: string): string =>
  `The ${word.toLowerCase()} policy with name ${name} cannot be found.`
