/** What whole-server tests share: a server of their own, the SDK's clients on it, users and roles, and raw requests. */
import { createHash } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EC2Client } from '@aws-sdk/client-ec2'
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { S3Client } from '@aws-sdk/client-s3'
import { STSClient } from '@aws-sdk/client-sts'
import { type Rolecall, type StartOptions, startRolecall } from '../src/library.ts'
import { presign, type SigningCredentials, signHeaders } from '../src/signature/sign.ts'

/** Starts a server in this process: ephemeral, on free ports. End it with `close()`. */
export const startTestServer = (options: StartOptions = {}): Promise<Rolecall> => startRolecall(options)

/** The part of a server that a client needs. */
export type Reachable = Pick<Rolecall, 'endpoint' | 'region' | 'accessKeyId' | 'secretAccessKey'>

/** What every SDK client of a server is made with; the root's credentials unless others are given. One attempt a call. */
export const clientConfig = (server: Reachable, credentials: SigningCredentials = keysOf(server)) => ({
  endpoint: server.endpoint,
  region: server.region,
  maxAttempts: 1,
  credentials: {
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { sessionToken: credentials.sessionToken }),
  },
})

/** The SDK's clients, each made when first asked for. */
export function clients(server: Reachable, credentials: SigningCredentials = keysOf(server)) {
  const config = clientConfig(server, credentials)
  const made = new Map<string, unknown>()
  const once = <T>(name: string, make: () => T): T => {
    if (!made.has(name)) made.set(name, make())
    // Each name is asked for with one type, below.
    return made.get(name) as T
  }
  return {
    get iam() {
      return once('iam', () => new IAMClient(config))
    },
    get sts() {
      return once('sts', () => new STSClient(config))
    },
    get ec2() {
      return once('ec2', () => new EC2Client(config))
    },
    get s3() {
      return once('s3', () => new S3Client({ ...config, forcePathStyle: true }))
    },
    get logs() {
      return once('logs', () => new CloudWatchLogsClient(config))
    },
    get cloudwatch() {
      return once('cloudwatch', () => new CloudWatchClient(config))
    },
  }
}

export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Principal?: unknown
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

/** A policy document as text; a statement without Resource is about everything. */
export const policy = (...statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) =>
      statement.Resource === undefined && statement.Principal === undefined
        ? { ...statement, Resource: '*' }
        : statement,
    ),
  })

/** Creates a user with one inline policy of these statements (none: no policy) and an access key. */
export async function createUser(
  server: Reachable,
  UserName: string,
  ...statements: readonly Statement[]
): Promise<SigningCredentials> {
  const { iam } = clients(server)
  await iam.send(new CreateUserCommand({ UserName }))
  if (statements.length > 0) {
    const PolicyDocument = policy(...statements)
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'permissions', PolicyDocument }))
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
}

/** Creates a role with one inline policy of these statements and answers its ARN. `trusts` is the trust policy's Principal. */
export async function createRole(
  server: Reachable,
  RoleName: string,
  trusts: unknown,
  ...statements: readonly Statement[]
): Promise<string> {
  const { iam } = clients(server)
  const trust: Statement = { Effect: 'Allow', Principal: trusts, Action: 'sts:AssumeRole' }
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }))
  if (statements.length > 0) {
    const PolicyDocument = policy(...statements)
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'permissions', PolicyDocument }))
  }
  return Role?.Arn ?? ''
}

/** A request with nothing added: path and query in the spelling of the wire, headers as names and values in turn. */
export interface RawRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  /** Without Host, which is the server's unless one is given. */
  readonly rawHeaders: readonly string[]
  readonly body: Uint8Array
}

export interface RawResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Buffer
}

export interface RawSigning {
  readonly credentials: SigningCredentials
  readonly service: string
  readonly region: string
  /** Milliseconds since 1970; default: now. */
  readonly time?: number
  /** Given: the signature goes into the query and lives that many seconds. */
  readonly expires?: number
}

/** The request with a signature over exactly what it is. */
export function signed(server: Pick<Rolecall, 'endpoint'>, request: RawRequest, options: RawSigning): RawRequest {
  const hash = createHash('sha256').update(request.body).digest('hex')
  const presigned = options.expires !== undefined
  const signing = {
    credentials: options.credentials,
    region: options.region,
    service: options.service,
    time: options.time ?? Date.now(),
    bodyHash: presigned && options.service === 's3' ? 'UNSIGNED-PAYLOAD' : hash,
  }
  const rawHeaders = withHost(server, request.rawHeaders)
  if (options.expires === undefined)
    return { ...request, rawHeaders: signHeaders({ ...request, rawHeaders }, signing).rawHeaders }
  return {
    ...request,
    rawHeaders,
    query: presign({ ...request, rawHeaders }, { ...signing, expires: options.expires }).query,
  }
}

/** Sends it as it is. */
export function send(server: Pick<Rolecall, 'endpoint'>, request: RawRequest): Promise<RawResponse> {
  const { hostname, port } = new URL(server.endpoint)
  const path = request.query === '' ? request.path : `${request.path}?${request.query}`
  const headers = [...withHost(server, request.rawHeaders), 'Content-Length', String(request.body.length)]
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, method: request.method, path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(request.body)
  })
}

const keysOf = ({ accessKeyId, secretAccessKey }: Reachable): SigningCredentials => ({ accessKeyId, secretAccessKey })

function withHost({ endpoint }: Pick<Rolecall, 'endpoint'>, rawHeaders: readonly string[]): readonly string[] {
  const named = rawHeaders.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  return named ? rawHeaders : ['Host', new URL(endpoint).host, ...rawHeaders]
}
