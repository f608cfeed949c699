/** What the tests of EC2's pages share. */
import assert from 'node:assert/strict'
import {
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstancesCommand,
  type EC2Client,
  type Instance,
} from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
} from '@aws-sdk/client-iam'
import type { Page } from 'playwright-core'
import { AGENT_POLICY } from '../clients/documents.ts'
import { clients, createRole, type Reachable } from '../harness.ts'

/** A role for EC2 that may write logs, in a profile of its name, as the wizard of roles leaves it. */
export async function createLogWriter(server: Reachable, name: string): Promise<void> {
  const { iam } = clients(server)
  await createRole(server, name, { Service: 'ec2.amazonaws.com' })
  await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: AGENT_POLICY }))
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }))
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }))
}

/** The instance as DescribeInstances has it. */
export async function theInstance(ec2: EC2Client, id: string): Promise<Instance> {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }))
  const instance = Reservations?.[0]?.Instances?.[0]
  assert.ok(instance)
  return instance
}

/** The association of the profile that the instance carries. */
export async function associationOf(ec2: EC2Client, id: string) {
  const Filters = [{ Name: 'instance-id', Values: [id] }]
  const answer = await ec2.send(new DescribeIamInstanceProfileAssociationsCommand({ Filters }))
  return answer.IamInstanceProfileAssociations?.[0]
}

/** Chooses in a list that unfolds. */
export const choose = async (page: Page, label: string, option: string) => {
  await page.getByLabel(label, { exact: true }).click()
  await page.getByRole('option', { name: option }).click()
}
