import { operation } from '../aws/operation.ts'
import { deletingBoundary, puttingBoundary } from '../iam/permissions-boundaries.ts'
import { userSubject } from './records.ts'

export const PutUserPermissionsBoundary = operation('iam', 'PutUserPermissionsBoundary', puttingBoundary(userSubject))
export const DeleteUserPermissionsBoundary = operation(
  'iam',
  'DeleteUserPermissionsBoundary',
  deletingBoundary(userSubject),
)
