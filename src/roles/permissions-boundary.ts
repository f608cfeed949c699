import { operation } from '../aws/operation.ts'
import { deletingBoundary, puttingBoundary } from '../iam/permissions-boundaries.ts'
import { roleSubject } from './records.ts'

export const PutRolePermissionsBoundary = operation('iam', 'PutRolePermissionsBoundary', puttingBoundary(roleSubject))
export const DeleteRolePermissionsBoundary = operation(
  'iam',
  'DeleteRolePermissionsBoundary',
  deletingBoundary(roleSubject),
)
