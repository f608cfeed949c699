import { DescribeInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2'
import {
  DeleteAccessKeyCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  ListAccessKeysCommand,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam'
import { ec2 } from '../aws/ec2.ts'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import { inTurn } from '../parts/in-turn.ts'
import { ASSUMED_ROLE, INSTANCE, POLICY, PROFILE, PROFILE_ROLE, USER } from './names.ts'

/** Deletes what the left side made; what is not there is fine. */
export async function cleanUpAssumed(): Promise<void> {
  await unlessGone(async () => {
    const { AccessKeyMetadata = [] } = await iam().send(new ListAccessKeysCommand({ UserName: USER }))
    await inTurn(AccessKeyMetadata, ({ AccessKeyId }) =>
      iam().send(new DeleteAccessKeyCommand({ UserName: USER, AccessKeyId })),
    )
    await iam().send(new DeleteUserCommand({ UserName: USER }))
  })
  await deleteRole(ASSUMED_ROLE)
}

/** Deletes what the right side made; the instances first, since they carry the profile. */
export async function cleanUpProfile(): Promise<void> {
  const ids = await lessonInstances()
  if (ids.length > 0) await ec2().send(new TerminateInstancesCommand({ InstanceIds: ids }))
  const names = { InstanceProfileName: PROFILE }
  await unlessGone(() => iam().send(new RemoveRoleFromInstanceProfileCommand({ ...names, RoleName: PROFILE_ROLE })))
  await unlessGone(() => iam().send(new DeleteInstanceProfileCommand(names)))
  await deleteRole(PROFILE_ROLE)
}

async function lessonInstances(): Promise<string[]> {
  const reservations = await everyPage(async (NextToken: string | undefined) => {
    const page = await ec2().send(
      new DescribeInstancesCommand({
        NextToken,
        Filters: [
          { Name: 'tag:Name', Values: [INSTANCE] },
          { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
        ],
      }),
    )
    return { items: page.Reservations ?? [], next: page.NextToken }
  })
  return reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId = '' }) => InstanceId))
}

async function deleteRole(RoleName: string): Promise<void> {
  await unlessGone(() => iam().send(new DeleteRolePolicyCommand({ RoleName, PolicyName: POLICY })))
  await unlessGone(() => iam().send(new DeleteRoleCommand({ RoleName })))
}

async function unlessGone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NoSuchEntityException')) throw error
  }
}
