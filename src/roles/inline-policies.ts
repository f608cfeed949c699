import { operation } from '../aws/operation.ts'
import { deletingPolicy, gettingPolicy, listingPolicies, puttingPolicy } from '../iam/inline-policies.ts'
import { roleSubject } from './records.ts'

export const PutRolePolicy = operation('iam', 'PutRolePolicy', puttingPolicy(roleSubject))
export const GetRolePolicy = operation('iam', 'GetRolePolicy', gettingPolicy(roleSubject))
export const DeleteRolePolicy = operation('iam', 'DeleteRolePolicy', deletingPolicy(roleSubject))
export const ListRolePolicies = operation('iam', 'ListRolePolicies', listingPolicies(roleSubject))
