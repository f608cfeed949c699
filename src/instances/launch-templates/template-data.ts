import type { RequestLaunchTemplateData } from '../../aws/generated/ec2.ts'
import type { Fail } from '../../aws/operation.ts'
import { readUserData } from '../launch-request.ts'

/** Refuses user data that no launch would take, under the code that EC2 has for templates. */
export function requireTemplateUserData({ UserData }: RequestLaunchTemplateData, fail: Fail<string>): void {
  readUserData(UserData, (_code, message) => fail('InvalidUserData.Malformed', message))
}
