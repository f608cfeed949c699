import { operation } from '../aws/operation.ts'
import { deletingPolicy, gettingPolicy, listingPolicies, puttingPolicy } from '../iam/inline-policies.ts'
import { groupSubject } from './records.ts'

export const PutGroupPolicy = operation('iam', 'PutGroupPolicy', puttingPolicy(groupSubject))
export const GetGroupPolicy = operation('iam', 'GetGroupPolicy', gettingPolicy(groupSubject))
export const DeleteGroupPolicy = operation('iam', 'DeleteGroupPolicy', deletingPolicy(groupSubject))
export const ListGroupPolicies = operation('iam', 'ListGroupPolicies', listingPolicies(groupSubject))
