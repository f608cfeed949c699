/** One server, one instance with a role, and the commands of a workload on it: what the tests of this folder share. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { RunInstancesCommand } from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
} from '@aws-sdk/client-iam'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { clients, createRole, type Reachable } from '../../harness.ts'
import { type ToolName, tool } from '../../tools.ts'
import { AGENT_POLICY } from '../documents.ts'
import { closedTo, type Outcome, startServerProcess, wayProblem } from '../server-process.ts'

/** As root, and as uid nobody without any privilege. */
const WAYS = ['namespace', 'user namespace'] as const
type Way = (typeof WAYS)[number]

export const ROLE = 'web'
/** Holds `read/config` with CONFIG in it; the role reads and lists all of it, and writes and removes below `write/`. */
export const BUCKET = 'workload'
export const CONFIG = 'colour = blue\n'

export interface Workload {
  readonly root: ReturnType<typeof clients>
  readonly region: string
  readonly instance: string
  readonly address: string
  /** What the role's session is called. */
  readonly arn: string
  /** A folder that the commands may write in. */
  readonly folder: string
  /** Runs a command on the instance with nothing in its environment but what `exec` sets. */
  readonly on: (...command: readonly string[]) => Promise<Outcome>
  /** The same; answers stdout and fails the test when the command fails. */
  readonly run: (...command: readonly string[]) => Promise<string>
  /** The same; answers all that was written and fails the test when the command succeeds. */
  readonly refused: (...command: readonly string[]) => Promise<string>
}

interface WorkloadOptions {
  readonly ways?: readonly Way[]
  readonly tokens?: 'required' | 'optional'
  /** A further reason to skip. */
  readonly skip?: string | false
}

/** A test that runs these tools on an instance, in each way. `paths` are theirs, by name. */
export function onInstance<Name extends ToolName>(
  fact: string,
  names: readonly Name[],
  work: (workload: Workload, paths: Readonly<Record<Name, string>>) => Promise<void>,
  { ways = WAYS, tokens = 'required', skip = false }: WorkloadOptions = {},
): void {
  for (const way of ways) {
    const noWay = wayProblem(way)
    const tools = noWay ? [] : names.map((name) => ({ name, ...tool(name) }))
    const missing = tools.find((found) => found.skip)?.skip ?? false
    const programs = tools.map(({ path }) => path)
    const paths = Object.fromEntries(tools.map(({ name, path }) => [name, path]))
    const problem = noWay || missing || skip || closedTo(way, programs)
    test(`${fact}, by ${way}`, { skip: problem }, async (t) => {
      // Every name is in it: a tool that is missing skips the test.
      await work(await launchWorkload(t, way, tokens), paths as Record<Name, string>)
    })
  }
}

async function launchWorkload(t: TestContext, way: Way, tokens: 'required' | 'optional'): Promise<Workload> {
  const server = await startServerProcess(t, { way })
  const root = clients(server.ready)
  await root.s3.send(new CreateBucketCommand({ Bucket: BUCKET }))
  await root.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'read/config', Body: CONFIG }))
  const { instance, address } = await launch(server.ready, tokens)
  const on = (...command: readonly string[]) => server.exec(instance, command)
  return {
    root,
    region: server.ready.region,
    instance,
    address,
    arn: `arn:aws:sts::123456789012:assumed-role/${ROLE}/${instance}`,
    folder: server.folder,
    on,
    run: async (...command) => {
      const { code, stdout, stderr } = await on(...command)
      assert.equal(code, 0, `${command.join(' ')}: ${stdout}${stderr}`)
      return stdout
    },
    refused: async (...command) => {
      const { code, stdout, stderr } = await on(...command)
      assert.notEqual(code, 0, `${command.join(' ')} was not refused: ${stdout}${stderr}`)
      return `${stdout}${stderr}`
    },
  }
}

async function launch(server: Reachable, HttpTokens: 'required' | 'optional') {
  const { iam, ec2 } = clients(server)
  await createRole(
    server,
    ROLE,
    { Service: 'ec2.amazonaws.com' },
    { Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetBucketLocation'], Resource: `arn:aws:s3:::${BUCKET}` },
    { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKET}/*` },
    { Effect: 'Allow', Action: ['s3:PutObject', 's3:DeleteObject'], Resource: `arn:aws:s3:::${BUCKET}/write/*` },
  )
  await iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: AGENT_POLICY }))
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: ROLE }))
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: ROLE, RoleName: ROLE }))
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-0abcdef1234567890',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: ROLE },
      MetadataOptions: { HttpTokens, InstanceMetadataTags: 'enabled' },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'workload' }] }],
    }),
  )
  const { InstanceId: instance = '', PrivateIpAddress: address = '' } = Instances?.[0] ?? {}
  return { instance, address }
}
