/** An instance that carries a role, made as a deployment makes it. */
import { AssociateIamInstanceProfileCommand, RunInstancesCommand } from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { clients, type Reachable } from '../harness.ts'
import { AGENT_POLICY, bucketPolicyFor, EC2_TRUST } from './documents.ts'

/** Creates role and profile `web`, may they read and write in the bucket as bucketPolicyFor says, and answers an instance's id. */
export async function launchWithRole(server: Reachable, bucket: string): Promise<string> {
  const { iam, ec2 } = clients(server)
  const name = 'web'
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: EC2_TRUST }))
  await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: AGENT_POLICY }))
  const PolicyDocument = bucketPolicyFor(bucket)
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'objects', PolicyDocument }))
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }))
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }))
  const launch = { ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 } as const
  const { Instances } = await ec2.send(new RunInstancesCommand(launch))
  const InstanceId = Instances?.[0]?.InstanceId ?? ''
  await ec2.send(new AssociateIamInstanceProfileCommand({ InstanceId, IamInstanceProfile: { Name: name } }))
  return InstanceId
}
