import { operation } from '../aws/operation.ts'
import { QUOTAS } from '../iam/quotas.ts'
import { onSubject, required } from '../iam/subject.ts'
import { checkedDocument } from './document.ts'
import { type ManagedPolicy, managedPolicies, policySubject } from './records.ts'
import { versionView } from './views.ts'

export const CreatePolicyVersion = operation('iam', 'CreatePolicyVersion', {
  authorization: onSubject(policySubject, 'CreatePolicyVersion'),
  handle({ tx, now, ...call }) {
    const { PolicyDocument, SetAsDefault } = call.input
    const before = required(policySubject, tx, call)
    const document = checkedDocument(PolicyDocument, call.fail)
    if (before.versions.length >= QUOTAS.versionsPerPolicy) {
      call.fail(
        'LimitExceeded',
        `A managed policy can have up to ${QUOTAS.versionsPerPolicy} versions. Before you create a new version, you must delete an existing version.`,
      )
    }
    const lastVersion = before.lastVersion + 1
    const version = { id: `v${lastVersion}`, document, created: now }
    const policy: ManagedPolicy = {
      ...before,
      updated: now,
      versions: [...before.versions, version],
      defaultVersionId: SetAsDefault ? version.id : before.defaultVersionId,
      lastVersion,
    }
    tx.put(managedPolicies, policy)
    return { PolicyVersion: versionView(policy, version) }
  },
})
