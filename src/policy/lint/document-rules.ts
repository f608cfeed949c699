/** Version, size, and what stands at the top level. */
import { POLICY_QUOTAS, policySize } from '../size.ts'
import { error, warning } from './check.ts'
import { isTrust, type Lint } from './context.ts'
import { keySpot } from './reading.ts'

const MISSING_VERSION = warning(
  'MISSING_VERSION',
  'We recommend that you specify the Version element to help you with debugging permission issues.',
)
const INVALID_VERSION = error(
  'INVALID_VERSION',
  'The version {{version}} is not valid. Use one of the following versions: {{versions}}',
)
export const INVALID_POLICY_ELEMENT = error('INVALID_POLICY_ELEMENT', 'The policy element {{element}} is not valid.')
const MISSING_STATEMENT = error('MISSING_STATEMENT', 'Add a statement to the policy')
const POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA = warning(
  'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA',
  'The {{policySize}} characters in the identity policy, excluding whitespace, exceed the {{policySizeQuota}} character maximum for inline and managed policies. We recommend that you use multiple granular policies.',
)
const POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA = warning(
  'POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA',
  'The {{policySize}} characters in the resource policy exceed the {{policySizeQuota}} character maximum for resource policies. We recommend that you use multiple granular policies.',
)
const POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA = warning(
  'POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA',
  'The characters in the role trust policy, excluding whitespace, exceed the character maximum. We recommend that you request a role trust policy length quota increase using Service Quotas and AWS Support Center. If the quotas have already been increased, then you can ignore this warning.',
)
const POLICY_SIZE_EXCEEDS_SCP_QUOTA = error(
  'POLICY_SIZE_EXCEEDS_SCP_QUOTA',
  'The {{policySize}} characters in the service control policy (SCP) exceed the {{policySizeQuota}} character maximum for SCPs. We recommend that you use multiple granular policies.',
)
const POLICY_SIZE_EXCEEDS_RCP_QUOTA = error(
  'POLICY_SIZE_EXCEEDS_RCP_QUOTA',
  'The {{policySize}} characters in the resource control policy (RCP) exceed the {{policySizeQuota}} character maximum for RCPs. We recommend that you use multiple granular policies.',
)

export const DOCUMENT_CHECKS = [
  MISSING_VERSION,
  INVALID_VERSION,
  INVALID_POLICY_ELEMENT,
  MISSING_STATEMENT,
  POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA,
  POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA,
  POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA,
  POLICY_SIZE_EXCEEDS_SCP_QUOTA,
  POLICY_SIZE_EXCEEDS_RCP_QUOTA,
]

const VERSIONS = ['2012-10-17', '2008-10-17']
const TOP_LEVEL = ['Version', 'Id', 'Statement']

export function documentRules(lint: Lint): void {
  const { document, report } = lint
  const { members, version } = document
  if (!members.some(({ name }) => name === 'Version')) report(MISSING_VERSION, document)
  if (version && !VERSIONS.includes(version.text)) {
    report(INVALID_VERSION, version, { version: version.text, versions: VERSIONS.join(', ') })
  }
  for (const member of members) {
    if (TOP_LEVEL.includes(member.name)) continue
    report(INVALID_POLICY_ELEMENT, keySpot(member, []), { element: member.name })
  }
  const statement = members.find(({ name }) => name === 'Statement')?.value
  if (!statement || (statement.kind === 'array' && statement.items.length === 0)) report(MISSING_STATEMENT, document)
  sizeRule(lint)
}

function sizeRule(lint: Lint): void {
  const { document, type, resourceType, report } = lint
  const { text } = document
  // White space does not count for IAM; for Organizations and for policies on resources every character does.
  const over = (size: number, quota: number) =>
    size > quota && { policySize: String(size), policySizeQuota: String(quota) }
  if (type === 'IDENTITY_POLICY') {
    // The largest that IAM takes at all: AWS compares with the inline policies of a role, not with 6,144.
    const facts = over(policySize(text), POLICY_QUOTAS.roleInline)
    if (facts) report(POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA, document, facts)
  } else if (type === 'SERVICE_CONTROL_POLICY') {
    const facts = over(text.length, POLICY_QUOTAS.scp)
    if (facts) report(POLICY_SIZE_EXCEEDS_SCP_QUOTA, document, facts)
  } else if (type === 'RESOURCE_CONTROL_POLICY') {
    const facts = over(text.length, POLICY_QUOTAS.rcp)
    if (facts) report(POLICY_SIZE_EXCEEDS_RCP_QUOTA, document, facts)
  } else if (document.statements.length > 0 && document.statements.every((one) => isTrust(one, lint))) {
    if (over(policySize(text), POLICY_QUOTAS.trust)) report(POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA, document)
  } else if (resourceType !== undefined) {
    // Buckets, access points and tables take 20 KB; without a resource type nothing says how much.
    const facts = over(text.length, POLICY_QUOTAS.bucket)
    if (facts) report(POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA, document, facts)
  }
}
