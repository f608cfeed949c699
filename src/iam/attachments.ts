import type { OperationDefinition } from '../aws/operation.ts'
import { attachablePolicy, policyNameInArn } from '../managed-policies/find.ts'
import type { PolicyHolder } from './entity.ts'
import type { HolderSubject } from './inline-policies.ts'
import { type PageInput, pageByPosition } from './pages.ts'
import { QUOTAS, quotaSentence } from './quotas.ts'
import { type Naming, onSubject, required } from './subject.ts'

type AttachInput<K extends string> = Naming<K> & { readonly PolicyArn: string }

const policyArnKey = ({ PolicyArn }: { readonly PolicyArn: string }) => ({ context: { 'iam:PolicyARN': PolicyArn } })

/** AttachUserPolicy, AttachGroupPolicy, AttachRolePolicy. Attaching what is attached changes nothing. */
export const attachingPolicy = <R extends PolicyHolder, K extends string>(
  subject: HolderSubject<R, K>,
): OperationDefinition<
  AttachInput<K>,
  void,
  'NoSuchEntity' | 'LimitExceeded' | 'PolicyNotAttachable' | 'ValidationError'
> => ({
  authorization: onSubject(subject, `Attach${subject.word}Policy`, policyArnKey),
  handle({ tx, ...call }) {
    const { PolicyArn } = call.input
    const record = required(subject, tx, call)
    const policy = attachablePolicy(tx, call.caller.account, PolicyArn, call.fail)
    if (record.attachedPolicies.includes(PolicyArn)) return
    if (policy.path.startsWith('/aws-service-role/')) {
      call.fail('PolicyNotAttachable', 'Cannot attach a Service Role Policy to a Customer Role.')
    }
    if (record.attachedPolicies.length >= QUOTAS.attachedPolicies) {
      call.fail('LimitExceeded', quotaSentence(`PoliciesPer${subject.word}`, QUOTAS.attachedPolicies))
    }
    tx.put(subject.table, { ...record, attachedPolicies: [...record.attachedPolicies, PolicyArn] })
  },
})

/** DetachUserPolicy, DetachGroupPolicy, DetachRolePolicy. */
export const detachingPolicy = <R extends PolicyHolder, K extends string>(
  subject: HolderSubject<R, K>,
): OperationDefinition<AttachInput<K>, void, 'NoSuchEntity'> => ({
  authorization: onSubject(subject, `Detach${subject.word}Policy`, policyArnKey),
  handle({ tx, ...call }) {
    const { PolicyArn } = call.input
    const record = required(subject, tx, call)
    if (!record.attachedPolicies.includes(PolicyArn)) {
      call.fail('NoSuchEntity', `Policy ${PolicyArn} was not found.`)
    }
    const attachedPolicies = record.attachedPolicies.filter((arn) => arn !== PolicyArn)
    tx.put(subject.table, { ...record, attachedPolicies })
  },
})

/** ListAttachedUserPolicies, ListAttachedGroupPolicies, ListAttachedRolePolicies. */
export const listingAttachedPolicies = <R extends PolicyHolder, K extends string>(
  subject: HolderSubject<R, K>,
): OperationDefinition<
  Naming<K> & PageInput & { readonly PathPrefix?: string | undefined },
  {
    readonly AttachedPolicies: readonly { readonly PolicyName: string; readonly PolicyArn: string }[]
    readonly IsTruncated: boolean
    readonly Marker?: string
  },
  'NoSuchEntity' | 'ValidationError'
> => ({
  authorization: onSubject(subject, `ListAttached${subject.word}Policies`),
  read({ state, ...call }) {
    const prefix = call.input.PathPrefix ?? '/'
    const arns = required(subject, state, call).attachedPolicies.filter((arn) => pathInArn(arn).startsWith(prefix))
    const { items, more } = pageByPosition(arns, call.input, call.fail)
    return { AttachedPolicies: items.map(attachedPolicyView), ...more }
  },
})

/** A managed policy as lists of attachments show it. */
export const attachedPolicyView = (arn: string): { readonly PolicyName: string; readonly PolicyArn: string } => ({
  PolicyName: policyNameInArn(arn),
  PolicyArn: arn,
})

const pathInArn = (arn: string): string => arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1)
