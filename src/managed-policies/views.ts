import { shownDate } from '../iam/dates.ts'
import { encodedDocument } from '../iam/policy-documents.ts'
import type { State } from '../state/table.ts'
import { type ManagedPolicy, type PolicyVersion, policyArn } from './records.ts'
import { attachedTo, boundaryOf, countOf } from './usage.ts'

/** What every answer that holds a managed policy shows of it; lists show no more. The counts are the account's own. */
export function policyView(state: State, account: string, policy: ManagedPolicy) {
  const arn = policyArn(policy)
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: countOf(attachedTo(state, account, arn)),
    PermissionsBoundaryUsageCount: countOf(boundaryOf(state, account, arn)),
    IsAttachable: true,
    CreateDate: shownDate(policy.created),
    UpdateDate: shownDate(policy.updated),
  }
}

/** A version without its document, as lists show it. */
export const versionView = (policy: ManagedPolicy, version: PolicyVersion) => ({
  VersionId: version.id,
  IsDefaultVersion: version.id === policy.defaultVersionId,
  CreateDate: shownDate(version.created),
})

export const fullVersionView = (policy: ManagedPolicy, version: PolicyVersion) => ({
  ...versionView(policy, version),
  Document: encodedDocument(version.document),
})

/** Versions as AWS lists them: the newest first. */
export const newestFirst = (policy: ManagedPolicy): readonly PolicyVersion[] => policy.versions.toReversed()
