import { operation } from '../aws/operation.ts'
import { deletingPolicy, gettingPolicy, listingPolicies, puttingPolicy } from '../iam/inline-policies.ts'
import { userSubject } from './records.ts'

export const PutUserPolicy = operation('iam', 'PutUserPolicy', puttingPolicy(userSubject))
export const GetUserPolicy = operation('iam', 'GetUserPolicy', gettingPolicy(userSubject))
export const DeleteUserPolicy = operation('iam', 'DeleteUserPolicy', deletingPolicy(userSubject))
export const ListUserPolicies = operation('iam', 'ListUserPolicies', listingPolicies(userSubject))
