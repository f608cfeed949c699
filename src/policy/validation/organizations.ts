/**
 * Service control and resource control policies, as Organizations takes them from its customers. It has one sentence for
 * whatever is wrong. A policy that is too long has another error altogether; `size.ts` has the quotas.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
import type { PolicyDocument, Statement } from '../document.ts'
import type { Rules, ValidationOptions } from '../validate.ts'
import { bodyProblem, hasSyntaxError } from './identity.ts'
import { RCP_SERVICES } from './rcp-services.ts'

export const MALFORMED = 'The provided policy document does not meet the requirements of the specified policy type.'

/**
 * The whole language of identity policies since September 2025: conditions, NotAction, NotResource and ARNs with Allow,
 * and wildcards anywhere in an action.
 */
export const serviceControlProblem: Rules = (document, options) =>
  isCurrent(document, options) && document.statements.every(({ principal }) => !principal) ? undefined : MALFORMED

/** The effect Allow is that of RCPFullAWSAccess alone, which is AWS's own. */
export const resourceControlProblem: Rules = (document, options) =>
  isCurrent(document, options) && document.statements.every(isResourceControl) ? undefined : MALFORMED

/** Neither guide has an Id among its elements. */
const isCurrent = (document: PolicyDocument, options: ValidationOptions): boolean =>
  document.version === '2012-10-17' &&
  document.id === undefined &&
  !hasSyntaxError(document) &&
  bodyProblem(document, options) === undefined

function isResourceControl({ effect, principal, action }: Statement): boolean {
  const [group, ...others] = principal?.groups ?? []
  const everybody = group?.type === '' && group.values.every((value) => value === '*') && others.length === 0
  return (
    effect === 'Deny' &&
    everybody &&
    principal?.negated === false &&
    action?.negated === false &&
    action.values.every((value) => RCP_SERVICES.has((value.split(':')[0] ?? '').toLowerCase()))
  )
}
