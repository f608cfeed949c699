import { parseArn } from '../../aws/arn.ts'
import type { CallOutline } from '../kept-call.ts'

/** A resource of a call: its type in AWS's words, its name as LookupEvents shows it, its ARN where it has one. */
export interface EventResource {
  readonly type: string
  readonly name: string
  readonly arn?: string
  readonly account?: string
}

/** What the call was about, each once: what it handed out, the instance that a role was taken for, what it asked for. */
export function resourcesOf(call: CallOutline): readonly EventResource[] {
  const { issued, service, operation, userId } = call
  const found = new Map<string, EventResource>()
  const add = (resource: EventResource | undefined) => {
    if (resource) found.set(resource.arn ?? resource.name, resource)
  }
  if (issued) add({ type: 'AWS::IAM::AccessKey', name: issued.accessKeyId })
  if (issued?.arn) add({ type: 'AWS::STS::AssumedRole', name: issued.arn, arn: issued.arn, account: call.account })
  if (isAssumptionByEc2(call)) add({ type: 'AWS::EC2::Instance', name: userId })
  const byArn = service === 'sts' && operation.startsWith('AssumeRole')
  for (const { request } of call.verdicts) add(resourceOf(request, byArn))
  return [...found.values()]
}

/** Whether the call is EC2's taking of a role for an instance. */
export const isAssumptionByEc2 = ({ callerArn }: Pick<CallOutline, 'callerArn'>): boolean =>
  // A user may be named so; an ARN has colons.
  /^[\w.-]+\.amazonaws\.com$/.test(callerArn)

/** Nothing for what is no resource: `*`, and ARNs of many. */
function resourceOf(
  { resource, resourceAccount }: { readonly resource: string; readonly resourceAccount: string },
  byArn: boolean,
): EventResource | undefined {
  const parsed = parseArn(resource)
  // A key in a bucket may hold an asterisk.
  if (!parsed || (parsed.service === 's3' ? parsed.resource === '*' : resource.includes('*'))) return undefined
  const named = namedBy(parsed.service, parsed.resource)
  const account = parsed.account || resourceAccount
  return { type: named?.type ?? '', name: (!byArn && named?.name) || resource, arn: resource, account }
}

interface Named {
  readonly type: string
  /** Absent: AWS names the resource by its ARN. */
  readonly name?: string | undefined
}

const IAM_TYPES: Readonly<Record<string, string>> = {
  user: 'User',
  role: 'Role',
  group: 'Group',
  'instance-profile': 'InstanceProfile',
}

/** Types of EC2 whose name is not that of their ARN in capitals. */
const EC2_TYPES: Readonly<Record<string, string>> = { image: 'Ami', vpc: 'VPC' }

function namedBy(service: string, resource: string): Named | undefined {
  const [kind = '', ...rest] = resource.split(/[/:]/)
  switch (service) {
    case 'iam':
      if (kind === 'policy') return { type: 'AWS::IAM::Policy' }
      return kind in IAM_TYPES ? { type: `AWS::IAM::${IAM_TYPES[kind]}`, name: rest.at(-1) } : undefined
    case 'ec2':
      return { type: `AWS::EC2::${EC2_TYPES[kind] ?? inCapitals(kind)}`, name: rest.at(-1) }
    case 's3':
      return resource.includes('/') ? { type: 'AWS::S3::Object' } : { type: 'AWS::S3::Bucket', name: resource }
    case 'logs':
      return { type: 'AWS::Logs::LogGroup' }
    default:
      return undefined
  }
}

const inCapitals = (kind: string): string =>
  kind
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
