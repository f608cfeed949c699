import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { RunInstancesCommand } from '@aws-sdk/client-ec2'
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand } from '@aws-sdk/client-iam'
import { ListBucketsCommand } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { clients, createRole, type Reachable, type Statement } from '../harness.ts'
import { startServerProcess, type Way, wayProblem } from './server-process.ts'

/**
 * The policy with which AWS's guide keeps the credentials of an instance on the instance.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ec2instancesourceprivateip4
 */
const unless = (key: string, variable: string): Statement => ({
  Effect: 'Deny',
  Action: '*',
  Condition: {
    StringNotEquals: { [key]: variable },
    Null: { 'ec2:SourceInstanceARN': 'false' },
    BoolIfExists: { 'aws:ViaAWSService': 'false' },
  },
})
const STATEMENTS: readonly Statement[] = [
  { Effect: 'Allow', Action: 's3:ListAllMyBuckets' },
  unless('aws:Ec2InstanceSourceVpc', '${aws:SourceVpc}'),
  unless('aws:Ec2InstanceSourcePrivateIPv4', '${aws:VpcSourceIp}'),
]

/** Two instances of one role in one VPC. */
async function launchTwo(server: Reachable): Promise<readonly [string, string]> {
  const { iam, ec2 } = clients(server)
  const name = 'kept'
  await createRole(server, name, { Service: 'ec2.amazonaws.com' }, ...STATEMENTS)
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }))
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }))
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-0abcdef1234567890',
      MinCount: 2,
      MaxCount: 2,
      IamInstanceProfile: { Name: name },
    }),
  )
  const [one, two] = Instances.map(({ InstanceId }) => InstanceId)
  assert.ok(one && two)
  return [one, two]
}

for (const way of ['namespace', 'user namespace', 'environment'] satisfies Way[]) {
  test(`credentials of an instance serve on it alone under AWS's policy for that, by ${way}`, {
    skip: wayProblem(way),
  }, async (t) => {
    const server = await startServerProcess(t, { way })
    const [one, two] = await launchTwo(server.ready)
    const script = join(import.meta.dirname, 'inside.exfiltration.ts')
    const on = async (instance: string, stolen?: unknown) => {
      const more = stolen === undefined ? [] : [JSON.stringify(stolen)]
      const { code, stdout, stderr } = await server.exec(instance, [process.execPath, script, ...more])
      assert.equal(code, 0, stderr)
      return JSON.parse(stdout)
    }

    const { listed, credentials } = await on(one)
    assert.equal(listed, 'done')

    const outside = clients(server.ready, credentials)
    const denied = await outside.s3.send(new ListBucketsCommand({})).then(
      () => assert.fail('credentials that left their instance were let through'),
      (error: Error) => error,
    )
    assert.equal(denied.name, 'AccessDenied')
    assert.match(denied.message, /with an explicit deny in an identity-based policy/)
    // They are good credentials all the same: it is the policy that refuses them.
    const { Arn } = await outside.sts.send(new GetCallerIdentityCommand({}))
    assert.equal(Arn, `arn:aws:sts::123456789012:assumed-role/kept/${one}`)

    const neighbour = await on(two, credentials)
    assert.equal(neighbour.listed, 'AccessDenied')
    assert.match(neighbour.message, /with an explicit deny in an identity-based policy/)
    assert.equal((await on(two)).listed, 'done')
  })
}
