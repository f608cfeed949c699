/** Calls that set the scene, and signed requests as bytes. */
import { callForm, type Endpoint, type Reply } from '../../src/cli/signed-client.ts'
import { sha256Hex } from '../../src/signature/hmac.ts'
import { type SigningCredentials, signHeaders } from '../../src/signature/sign.ts'

/** The call's answer; throws when it is refused. */
export async function must(...call: Parameters<typeof callForm>): Promise<Reply> {
  const reply = await callForm(...call)
  if (reply.errorCode !== undefined) throw new Error(`${call[2]} was refused: ${reply.text}`)
  return reply
}

export interface Outgoing {
  readonly service: string
  readonly method: string
  readonly path: string
  readonly body?: Uint8Array | string
  readonly headers?: readonly string[]
}

/** A signed request as it goes over the wire. It may be sent many times, for as long as the clock's skew is borne. */
export function signedBytes({ url, region, credentials }: Endpoint, outgoing: Outgoing): Buffer {
  const { service, method, path, headers = [] } = outgoing
  const body = Buffer.from(outgoing.body ?? '')
  const rawHeaders = ['Host', new URL(url).host, 'User-Agent', 'rolecall-bench', ...headers]
  if (method !== 'GET') rawHeaders.push('Content-Length', String(body.length))
  const signing = { credentials, region, service, time: Date.now(), bodyHash: sha256Hex(body) }
  const signed = signHeaders({ method, path, query: '', rawHeaders }, signing).rawHeaders
  return Buffer.concat([Buffer.from(head(method, path, signed), 'latin1'), body])
}

/** A call of a form protocol as bytes. */
export function formBytes(endpoint: Endpoint, service: 'iam' | 'sts', form: Readonly<Record<string, string>>): Buffer {
  const versions = { iam: '2010-05-08', sts: '2011-06-15' }
  const body = new URLSearchParams({ ...form, Version: versions[service] }).toString()
  const headers = ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']
  return signedBytes(endpoint, { service, method: 'POST', path: '/', body, headers })
}

export function head(method: string, path: string, rawHeaders: readonly string[]): string {
  let text = `${method} ${path} HTTP/1.1\r\n`
  for (let i = 0; i < rawHeaders.length; i += 2) text += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`
  return `${text}\r\n`
}

/** A user with one inline policy and an access key; without a policy it may do nothing. */
export async function createUser(root: Endpoint, name: string, policy?: object): Promise<SigningCredentials> {
  await must(root, 'iam', 'CreateUser', { UserName: name })
  if (policy) {
    const PolicyDocument = JSON.stringify(policy)
    await must(root, 'iam', 'PutUserPolicy', { UserName: name, PolicyName: 'bench', PolicyDocument })
  }
  const key = await must(root, 'iam', 'CreateAccessKey', { UserName: name })
  return { accessKeyId: key.value('AccessKeyId'), secretAccessKey: key.value('SecretAccessKey') }
}

/** A role for EC2, in an instance profile of the same name. */
export async function createInstanceRole(root: Endpoint, name: string): Promise<void> {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }
  await must(root, 'iam', 'CreateRole', { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) })
  await must(root, 'iam', 'CreateInstanceProfile', { InstanceProfileName: name })
  await must(root, 'iam', 'AddRoleToInstanceProfile', { InstanceProfileName: name, RoleName: name })
}

/** A policy of one statement that allows. */
export const allowing = (action: string | readonly string[], resource = '*'): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
})
