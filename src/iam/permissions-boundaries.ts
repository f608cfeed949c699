import type { OperationDefinition } from '../aws/operation.ts'
import { boundaryPolicy } from '../managed-policies/find.ts'
import type { BoundedHolder } from './entity.ts'
import type { HolderSubject } from './inline-policies.ts'
import { type Naming, onSubject, required } from './subject.ts'

/** PutUserPermissionsBoundary, PutRolePermissionsBoundary. */
export const puttingBoundary = <R extends BoundedHolder, K extends string>(
  subject: HolderSubject<R, K>,
): OperationDefinition<
  Naming<K> & { readonly PermissionsBoundary: string },
  void,
  'NoSuchEntity' | 'InvalidInput'
> => ({
  authorization: onSubject(
    subject,
    `Put${subject.word}PermissionsBoundary`,
    ({ PermissionsBoundary }: { readonly PermissionsBoundary: string }) => ({
      context: { 'iam:PermissionsBoundary': PermissionsBoundary },
    }),
  ),
  handle({ tx, ...call }) {
    const record = required(subject, tx, call)
    const permissionsBoundary = boundaryPolicy(tx, call.caller.account, call.input.PermissionsBoundary, call.fail)
    tx.put(subject.table, { ...record, permissionsBoundary })
  },
})

/** DeleteUserPermissionsBoundary, DeleteRolePermissionsBoundary. */
export const deletingBoundary = <R extends BoundedHolder, K extends string>(
  subject: HolderSubject<R, K>,
): OperationDefinition<Naming<K>, void, 'NoSuchEntity'> => ({
  authorization: onSubject(subject, `Delete${subject.word}PermissionsBoundary`),
  handle({ tx, ...call }) {
    const record = required(subject, tx, call)
    if (record.permissionsBoundary === undefined) {
      call.fail('NoSuchEntity', `${subject.word} ${record.name} does not have a permissions boundary.`)
    }
    tx.put(subject.table, { ...record, permissionsBoundary: undefined })
  },
})

/** `PermissionsBoundary` for an answer that leaves the member out when there is none. AWS answers the type `Policy`. */
export const boundaryIfAny = (arn: string | undefined) =>
  arn === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn } }
