/** Two instances with roles of their own on one server: one attacks, the other must keep what it has. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import type { TestContext } from 'node:test'
import {
  ModifyInstanceMetadataOptionsCommand,
  type ModifyInstanceMetadataOptionsCommandInput,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2'
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, CreateRoleCommand } from '@aws-sdk/client-iam'
import { askServer } from '../../src/hosts/control-client.ts'
import { enterOptions } from '../../src/hosts/exec-client.ts'
import type { HostAccess } from '../../src/hosts/host.ts'
import { EC2_TRUST } from '../clients/documents.ts'
import {
  type Outcome,
  outcomeOf,
  plainEnvironment,
  type ServerProcess,
  startServerProcess,
  type Way,
} from '../clients/server-process.ts'
import { clients } from '../harness.ts'

export type NamespaceWay = Exclude<Way, 'environment'>

const NOBODY = 65534

/** The system's, since users without privileges cannot run what stands in another's home. It needs no packages here. */
export const python = {
  path: '/usr/bin/python3',
  skip: existsSync('/usr/bin/python3') ? (false as const) : 'no /usr/bin/python3',
}

export interface Instance {
  readonly id: string
  readonly role: string
  readonly privateIp: string
}

export interface Arena {
  readonly server: ServerProcess
  readonly attacker: Instance
  readonly victim: Instance
  readonly ec2: ReturnType<typeof clients>['ec2']
  /** Another instance, with its role. */
  readonly launch: (role: string, privateIp?: string) => Promise<Instance>
  /** Runs a shell script in the instance's network with all rights over it, as an intruder who became root there. */
  readonly shell: (instance: Instance, script: string) => Promise<Outcome>
  readonly configure: (
    instance: Instance,
    options: Omit<ModifyInstanceMetadataOptionsCommandInput, 'InstanceId'>,
  ) => Promise<unknown>
}

/** `required` tokens and a hop limit of 2 are what instances begin with. */
export async function openArena(t: TestContext, way: NamespaceWay): Promise<Arena> {
  const server = await startServerProcess(t, { way })
  const { iam, ec2 } = clients(server.ready)
  const roles = new Set<string>()
  const launch = async (role: string, privateIp?: string): Promise<Instance> => {
    if (!roles.has(role)) {
      await iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument: EC2_TRUST }))
      await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: role }))
      await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: role, RoleName: role }))
      roles.add(role)
    }
    const { Instances } = await ec2.send(
      new RunInstancesCommand({
        ImageId: 'ami-0abcdef1234567890',
        InstanceType: 't3.micro',
        MinCount: 1,
        MaxCount: 1,
        IamInstanceProfile: { Name: role },
        ...(privateIp === undefined ? {} : { PrivateIpAddress: privateIp }),
      }),
    )
    const made = Instances?.[0]
    assert.ok(made?.InstanceId !== undefined && made.PrivateIpAddress !== undefined)
    return { id: made.InstanceId, role, privateIp: made.PrivateIpAddress }
  }
  const attacker = await launch('attacker')
  const victim = await launch('victim')
  return {
    server,
    attacker,
    victim,
    ec2,
    launch,
    shell: (instance, script) => shellOn(server.folder, way, instance.id, script),
    configure: (instance, options) =>
      ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: instance.id, ...options })),
  }
}

async function shellOn(folder: string, way: NamespaceWay, id: string, script: string): Promise<Outcome> {
  const access = await prepare(`${folder}/data/control.sock`, id)
  assert.ok(access.way === way, `${way} was wanted, ${access.way} was taken: ${access.notes.join('; ')}`)
  const who = way === 'user namespace' && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  return outcomeOf('nsenter', [...enterOptions(access), 'bash', '-c', script], plainEnvironment(), { ...who, cwd: '/' })
}

/** The server's answer to whoever wants to run a command on the instance. */
export async function prepare(socketPath: string, instance: string): Promise<HostAccess> {
  const answer = await askServer(socketPath, { prepare: { instance } })
  assert.ok('prepared' in answer)
  return answer.prepared
}

/** Counts what was tried, for the summary: a suite that tries nothing must not look like one that withstands. */
export function tally() {
  let tried = 0
  return {
    count: (more = 1) => {
      tried += more
    },
    get tried() {
      return tried
    },
  }
}

const CURL = 'curl -sS -g --noproxy "*" --max-time 3'
export const METADATA = 'http://169.254.169.254/latest'

/** Shell functions: `token [URL]`, `read2 PATH [curl options]` with a token of one's own, `read1 PATH` without. */
export const TOOLS = `
M=${METADATA}
token() { ${CURL} -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "\${1:-$M}/api/token"; }
read1() { local path=$1; shift; ${CURL} "$@" "$M/$path"; }
read2() { local path=$1 T; shift; T=$(token) || return 1; ${CURL} -H "X-aws-ec2-metadata-token: $T" "$@" "$M/$path"; }
# raw BYTES: what the metadata service answers to exactly these, as printf reads them; the program printf writes them at once
trap '' PIPE
raw() { exec 3<>/dev/tcp/169.254.169.254/80; env printf "$1" 2>/dev/null >&3; timeout 3 cat <&3; exec 3>&-; }
`
