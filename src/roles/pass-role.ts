import type { Check } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { roleSubject } from './records.ts'

/**
 * The question whether the caller may hand a role to a service: asked on the role's ARN by whichever operation takes a
 * role. The role's tags take no part in it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passRoleCheck(
  state: State,
  facts: {
    readonly account: string
    readonly roleName: string
    /** The service that gets the role, such as `ec2.amazonaws.com`. */
    readonly service: string
    readonly associatedResource: string
  },
): Check {
  const { account, roleName, service, associatedResource } = facts
  const role = roleSubject.find(state, account, roleName)
  return {
    action: 'iam:PassRole',
    resource: role ? roleSubject.arn(role) : roleSubject.arnOfHandle(account, roleName),
    context: { 'iam:PassedToService': service, 'iam:AssociatedResourceArn': associatedResource },
  }
}
