/** A sample input as the request that AWS's own client sends for it, without its signature. */
import * as cloudwatch from '@aws-sdk/client-cloudwatch'
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import * as ec2 from '@aws-sdk/client-ec2'
import * as iam from '@aws-sdk/client-iam'
import * as s3 from '@aws-sdk/client-s3'
import * as sts from '@aws-sdk/client-sts'
import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import type { RawRequest } from '../harness.ts'
import type { Input } from './inputs.ts'
import type { Implemented } from './operations.ts'

/** What this file needs of a client and of a command; the SDK's own types tie each command to its client. */
interface AnyClient {
  send(command: object): Promise<unknown>
}
interface Captured {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string | string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

const CLIENTS: Readonly<Record<string, { readonly module: object; readonly client: string }>> = {
  iam: { module: iam, client: 'IAMClient' },
  sts: { module: sts, client: 'STSClient' },
  ec2: { module: ec2, client: 'EC2Client' },
  s3: { module: s3, client: 'S3Client' },
  logs: { module: logs, client: 'CloudWatchLogsClient' },
  cloudwatch: { module: cloudwatch, client: 'CloudWatchClient' },
}

/** The service's name in a signature's scope. */
export const signingName = (service: string): string => SIGNING_NAMES[service] ?? service

const SIGNING_NAMES: Readonly<Record<string, string>> = {
  accessanalyzer: 'access-analyzer',
  cloudwatch: 'monitoring',
  'iam-toolbox': 'iam',
  s3control: 's3',
}

/** The protocols that clients of CloudWatch speak, by age and by language. */
const CLOUDWATCH_PROTOCOLS = {
  json: AwsJson1_0Protocol,
  cbor: AwsSmithyRpcV2CborProtocol,
  query: AwsQueryProtocol,
} as const
export type CloudWatchProtocol = keyof typeof CLOUDWATCH_PROTOCOLS

/** `protocol` is CloudWatch's; the others speak one only. */
export async function wireRequest(
  { service, name }: Pick<Implemented, 'service' | 'name'>,
  input: Input,
  protocol?: CloudWatchProtocol,
): Promise<RawRequest> {
  const facts = CLIENTS[service]
  if (service === 'iam-toolbox') return detailsRequest(input)
  if (service === 'accessanalyzer') return accessAnalyzerRequest(name, input)
  if (service === 'cloudtrail') return cloudTrailRequest(name, input)
  if (!facts) return s3controlRequest(name, input)
  return captured(facts, name, input, protocol ? { protocol: CLOUDWATCH_PROTOCOLS[protocol] } : {})
}

async function captured(
  facts: { readonly module: object; readonly client: string },
  name: string,
  input: Input,
  settings: object,
): Promise<RawRequest> {
  let request: Captured | undefined
  const requestHandler = {
    handle(outgoing: Captured) {
      request = outgoing
      throw new Error('captured')
    },
  }
  const config = {
    endpoint: 'http://127.0.0.1',
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler,
    ...settings,
  }
  const client = construct<AnyClient>(facts.module, facts.client, config)
  const command = construct<object>(facts.module, `${name}Command`, input)
  await client.send(command).catch((error: unknown) => {
    if (!request) throw error
  })
  if (!request) throw new Error(`the client sent nothing for ${name}`)
  return toRaw(request)
}

/** Constructs an exported class by name. */
function construct<T>(module: object, name: string, argument: object): T {
  // The classes of a module are looked up by name, as the service tables name operations.
  const found = (module as Record<string, new (argument: object) => T>)[name]
  if (!found) throw new Error(`the SDK has no ${name}`)
  return new found(argument)
}

/** What signing adds, and what says nothing about the operation. */
const DROPPED =
  /^(authorization|host|content-length|user-agent|x-amz-(date|content-sha256|security-token|user-agent)|amz-sdk-.*)$/

function toRaw({ method, path, query, headers, body }: Captured): RawRequest {
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one) => `${encode(name)}=${encode(one ?? '')}`),
  )
  return {
    method,
    path,
    query: parameters.join('&'),
    rawHeaders: Object.entries(headers)
      .filter(([name]) => !DROPPED.test(name.toLowerCase()))
      .flat(),
    body: typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array()),
  }
}

/** The one request of IAM's access troubleshooter; the SDK for JavaScript has no client for it. */
const detailsRequest = (input: Input): RawRequest => ({
  method: 'GET',
  path: `/authorization-details/${encode(String(input['authorizationId']))}`,
  query: '',
  rawHeaders: [],
  body: new Uint8Array(),
})

/** Access Analyzer's one request, as its API reference shows it. */
function accessAnalyzerRequest(name: string, input: Input): RawRequest {
  if (name !== 'ValidatePolicy')
    throw new Error(`write the request of Access Analyzer's ${name} in tests/samples/wire.ts`)
  const { maxResults, nextToken, ...body } = input
  const query = Object.entries({ maxResults, nextToken })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encode(String(value))}`)
    .join('&')
  const rawHeaders = ['Content-Type', 'application/json']
  return { method: 'POST', path: '/policy/validation', query, rawHeaders, body: Buffer.from(JSON.stringify(body)) }
}

/** A request of JSON 1.1 as boto3 sends it: dates are seconds. The SDK for JavaScript's client is no dependency here. */
const cloudTrailRequest = (name: string, input: Input): RawRequest => ({
  method: 'POST',
  path: '/',
  query: '',
  rawHeaders: [
    ...['Content-Type', 'application/x-amz-json-1.1'],
    ...['X-Amz-Target', `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${name}`],
  ],
  body: Buffer.from(
    JSON.stringify(
      Object.fromEntries(
        Object.entries(input).map(([key, value]) => [key, value instanceof Date ? value.getTime() / 1000 : value]),
      ),
    ),
  ),
})

/** S3 Control's few requests, as its API reference shows them. */
function s3controlRequest(name: string, input: Input): RawRequest {
  const tags = `/v20180820/tags/${encode(String(input['ResourceArn']))}`
  const block = '/v20180820/configuration/publicAccessBlock'
  const namespace = 'xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"'
  const requests: Readonly<Record<string, readonly [method: string, path: string, query: string, body: string]>> = {
    GetPublicAccessBlock: ['GET', block, '', ''],
    DeletePublicAccessBlock: ['DELETE', block, '', ''],
    PutPublicAccessBlock: ['PUT', block, '', `<PublicAccessBlockConfiguration ${namespace}/>`],
    ListTagsForResource: ['GET', tags, '', ''],
    UntagResource: ['DELETE', tags, 'tagKeys=sample', ''],
    TagResource: [
      'POST',
      tags,
      '',
      `<TagResourceRequest ${namespace}><Tags><Tag><Key>k</Key><Value>v</Value></Tag></Tags></TagResourceRequest>`,
    ],
  }
  const found = requests[name]
  if (!found) throw new Error(`write the request of s3control's ${name} in tests/samples/wire.ts`)
  const [method, path, query, body] = found
  return { method, path, query, rawHeaders: ['x-amz-account-id', String(input['AccountId'])], body: Buffer.from(body) }
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
