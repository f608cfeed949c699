import type { SignatureClaim } from '../signature/problem.ts'
import type { ErrorFamily } from './common-errors.ts'
import type { ProtocolName } from './model.ts'
import type { ServiceName } from './operation.ts'

/** Facts about each service that only the wire needs. */
interface ServiceFacts {
  readonly signingName: string
  /** Speaks JSON with this prefix before the operation in X-Amz-Target. */
  readonly target?: string
  /** Speaks rpc-v2-cbor under this service shape name. */
  readonly cbor?: string
  readonly form?: 'query' | 'ec2'
  /** Version of the form protocols, as clients send it. */
  readonly version?: string
  /** Speaks restJson1 alone, on every path. */
  readonly restJson?: true
}

const SERVICES: Record<ServiceName, ServiceFacts> = {
  accessanalyzer: { signingName: 'access-analyzer', restJson: true },
  iam: { signingName: 'iam', form: 'query', version: '2010-05-08' },
  'iam-toolbox': { signingName: 'iam' },
  sts: { signingName: 'sts', form: 'query', version: '2011-06-15' },
  ec2: { signingName: 'ec2', form: 'ec2', version: '2016-11-15' },
  s3: { signingName: 's3' },
  s3control: { signingName: 's3' },
  logs: { signingName: 'logs', target: 'Logs_20140328' },
  cloudtrail: { signingName: 'cloudtrail', target: 'CloudTrail_20131101' },
  cloudwatch: {
    signingName: 'monitoring',
    target: 'GraniteServiceVersion20100801',
    cbor: 'GraniteServiceVersion20100801',
    form: 'query',
    version: '2010-08-01',
  },
}

// Object.entries forgets the key type; SERVICES is written with exactly these keys.
const ENTRIES = Object.entries(SERVICES) as [ServiceName, ServiceFacts][]

export const signingNameOf = (service: ServiceName): string => SERVICES[service].signingName
export const formVersionOf = (service: ServiceName): string | undefined => SERVICES[service].version

export interface RequestHead {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Where a request goes. `operation` is known here only for the protocols that name it outside the body; form protocols
 * name it in the body and REST ones by their routes.
 */
export interface RecognisedService {
  readonly kind: 'service'
  readonly service: ServiceName
  readonly protocol: ProtocolName
  readonly family: ErrorFamily
  readonly operation?: string
  /** For S3: the path in path style, `/bucket/key`, whatever the style on the wire. */
  readonly path: string
}

export type Recognised =
  | RecognisedService
  | {
      readonly kind: 'unknown service'
      readonly protocol: ProtocolName
      readonly family: ErrorFamily
      readonly named: string
    }

/**
 * Recognises service and protocol. The first rule that matches decides; whether the signature's scope names the same
 * service is checked afterwards, so the scope alone chooses only where no rule of the request's own form does.
 */
export function recognise(head: RequestHead, claim: SignatureClaim | undefined): Recognised {
  const bucket = bucketOfHost(head.headers['host'] ?? '')
  if (bucket !== undefined) return s3(`/${bucket}${head.path}`)
  const cbor =
    head.headers['smithy-protocol'] === 'rpc-v2-cbor' && /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(head.path)
  if (cbor) return byCborShape(cbor[1] ?? '', cbor[2] ?? '')
  const target = head.headers['x-amz-target']
  if (target !== undefined) return byTarget(target)
  if (claim) return byScope(claim.service, head)
  return unsigned(head)
}

const service = (
  name: ServiceName,
  protocol: ProtocolName,
  family: ErrorFamily,
  path: string,
  operation?: string,
): RecognisedService => ({
  kind: 'service',
  service: name,
  protocol,
  family,
  path,
  ...(operation === undefined ? {} : { operation }),
})

const s3 = (path: string): Recognised => service('s3', 'rest-xml', 's3', path)

function byCborShape(shape: string, operation: string): Recognised {
  for (const [name, facts] of ENTRIES) {
    if (facts.cbor === shape) return service(name, 'smithy-rpc-v2-cbor', 'json', '/', operation)
  }
  return { kind: 'unknown service', protocol: 'smithy-rpc-v2-cbor', family: 'json', named: shape }
}

/** The prefix is matched as a suffix after a dot: some clients send it with a namespace in front. */
function byTarget(target: string): Recognised {
  const dot = target.lastIndexOf('.')
  const prefix = target.slice(0, Math.max(dot, 0))
  for (const [name, facts] of ENTRIES) {
    if (!facts.target) continue
    if (prefix !== facts.target && !prefix.endsWith(`.${facts.target}`)) continue
    return service(name, 'json', 'json', '/', target.slice(dot + 1))
  }
  return { kind: 'unknown service', protocol: 'json', family: 'json', named: target }
}

function byScope(signingName: string, head: RequestHead): Recognised {
  const { path } = head
  if (signingName === 'iam' && path.startsWith('/authorization-details/')) {
    return service('iam-toolbox', 'rest-json', 'rest-json', path)
  }
  if (signingName === 's3') {
    return path.startsWith('/v20180820/') ? service('s3control', 'rest-xml', 's3', path) : s3(path)
  }
  for (const [name, facts] of ENTRIES) {
    if (facts.signingName === signingName && facts.form) return form(name, facts.form)
    if (facts.signingName === signingName && facts.restJson) return service(name, 'rest-json', 'rest-json', path)
  }
  for (const [name, facts] of ENTRIES) {
    // A JSON service without X-Amz-Target names no operation.
    if (facts.signingName === signingName && facts.target) return service(name, 'json', 'json', '/', '')
  }
  // What its clients read can only be told from what they sent.
  const speaks = isForm(head) ? 'query' : 'rest-json'
  return { kind: 'unknown service', protocol: speaks, family: speaks, named: signingName }
}

const isForm = (head: RequestHead): boolean =>
  (head.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')

const isJson = (head: RequestHead): boolean => (head.headers['content-type'] ?? '').startsWith('application/json')

const form = (name: ServiceName, protocol: 'query' | 'ec2'): RecognisedService => service(name, protocol, protocol, '/')

/** The form service that speaks `version`: what tells unsigned forms apart. */
export function recogniseForm(version: string | null): RecognisedService {
  for (const [name, facts] of ENTRIES) if (facts.form && facts.version === version) return form(name, facts.form)
  return form('sts', 'query')
}

/**
 * Unsigned calls: a form goes to the service whose version it names (STS's noAuth operations among them), and JSON to
 * Access Analyzer where it is posted to that service's path, which S3 takes no JSON on; the rest is S3.
 */
function unsigned(head: RequestHead): Recognised {
  const parameters = new URLSearchParams(head.query)
  if (head.path === '/' && (isForm(head) || parameters.has('Action'))) {
    return recogniseForm(parameters.get('Version'))
  }
  if (head.path.startsWith('/v20180820/')) return service('s3control', 'rest-xml', 's3', head.path)
  if (head.path.startsWith('/authorization-details/'))
    return service('iam-toolbox', 'rest-json', 'rest-json', head.path)
  if (head.method === 'POST' && head.path === '/policy/validation' && isJson(head)) {
    return service('accessanalyzer', 'rest-json', 'rest-json', head.path)
  }
  return s3(head.path)
}

/**
 * The bucket of a virtual-hosted request: `<bucket>.s3.amazonaws.com`, `<bucket>.s3.<region>.amazonaws.com`,
 * `<bucket>.s3-<region>...`, with `-fips`, `-accelerate` and `.dualstack`, `<bucket>.s3.localhost`. Bucket names may hold dots.
 */
export function bucketOfHost(host: string): string | undefined {
  if (!/\.s3/i.test(host)) return undefined
  const name = host.replace(/:\d+$/, '').toLowerCase()
  const match =
    /^(.+)\.s3(?:-fips|-accelerate)?(?:\.dualstack)?(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/.exec(name) ??
    /^(.+)\.s3\.localhost$/.exec(name)
  return match?.[1]
}
