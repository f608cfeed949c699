import type { Fail, InputOf } from '../aws/operation.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { type PolicyKind, validatePolicy } from '../policy/validate.ts'
import type { SimulatedPolicy } from './simulation.ts'

type Invalid = Fail<'InvalidInput'>
type OrganizationPolicies = InputOf<'iam', 'SimulateCustomPolicy'>['OrderedOrganizationPolicyInputList']

/** The documents of PolicyInputList, which AWS calls `PolicyInputList.1` and so on. */
export const policyInputs = (texts: readonly string[] | undefined, fail: Invalid): readonly SimulatedPolicy[] =>
  (texts ?? []).map((text, index) => ({
    id: `PolicyInputList.${index + 1}`,
    document:
      documentOf(text, ['session']) ?? fail('InvalidInput', `Policy input list item ${index + 1} has invalid content`),
  }))

/** The boundary that the request gives, of which there is one at most. */
export function boundaryInput(texts: readonly string[] | undefined, fail: Invalid): SimulatedPolicy | undefined {
  const [text, ...rest] = texts ?? []
  if (text === undefined) return undefined
  if (rest.length > 0) fail('InvalidInput', 'The list of Permissions Boundary policies cannot exceed 1 items.')
  const document =
    documentOf(text, ['session']) ??
    fail('InvalidInput', 'Permissions boundary policy input list item 1 has invalid content')
  return { id: 'PermissionsBoundaryPolicyInputList.1', document }
}

/** The resource policy, a role's trust policy included. It must name resources by ARN, as AWS's simulator wants it. */
export function resourcePolicyInput(text: string | undefined, fail: Invalid): SimulatedPolicy | undefined {
  if (text === undefined) return undefined
  const document =
    documentOf(text, ['resource', 'trust']) ?? fail('InvalidInput', 'Resource policy has invalid content')
  if (document.statements.some(({ resource }) => resource?.values.includes('*'))) {
    fail('InvalidInput', 'ResourceNames are not in a valid ARN format: *.')
  }
  return { id: 'ResourcePolicy', document }
}

/** The service control policies of each level, from the root down; undefined when none are given. */
export function organizationPolicies(levels: OrganizationPolicies, fail: Invalid) {
  if (levels === undefined || levels.length === 0) return undefined
  return levels.map(({ ServiceControlPolicyInputList: texts = [] }, index) => {
    if (texts.length === 0) {
      const level = `Organization policy at index ${index + 1}`
      fail('InvalidInput', `${level} must contain at least one service control policy`)
    }
    return texts.map(
      (text) =>
        documentOf(text, ['session']) ??
        fail('InvalidInput', `Organization policy at index ${index + 1} has invalid content`),
    )
  })
}

/** The document when it is valid as one of the kinds. Session policies are identity policies of any version, as here. */
function documentOf(text: string, kinds: readonly PolicyKind[]): PolicyDocument | undefined {
  for (const kind of kinds) {
    const { document } = validatePolicy(text, kind)
    if (document) return document
  }
  return undefined
}
