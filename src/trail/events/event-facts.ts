/** What AWS calls the facts of a call in its trail. */
import type { CallOutline } from '../kept-call.ts'
import { isAssumptionByEc2 } from './resources.ts'

/** Services whose endpoints have another name than their models. */
const SOURCES: Readonly<Record<string, string>> = {
  accessanalyzer: 'access-analyzer',
  cloudwatch: 'monitoring',
  'iam-toolbox': 'iam',
  s3control: 's3',
}

/** `iam.amazonaws.com`. `rolecall` itself, which `exec` is recorded of, is no service of AWS. */
export const eventSourceOf = ({ service }: Pick<CallOutline, 'service'>): string =>
  service === 'rolecall' ? service : `${SOURCES[service] ?? service}.amazonaws.com`

const READS = /^(Get|List|Describe|Head|Lookup|Select|Simulate|Decode|Validate|Filter|Generate|AssumeRole)/

/** Whether the call changes nothing. Handing out a session changes nothing, as AWS has it. */
export const isReadOnly = ({ operation }: Pick<CallOutline, 'operation'>): boolean => READS.test(operation)

/**
 * The operations on what is in a bucket, a log group or a metric, which AWS tells as data events.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
const DATA: Readonly<Record<string, RegExp>> = {
  s3: /^(?!.*ObjectLockConfiguration)(HeadBucket$|ListParts$|UploadPart|\w+(Object|MultipartUpload))/,
  logs: /^(PutLogEvents|GetLogEvents|FilterLogEvents)$/,
  cloudwatch: /^(PutMetricData|GetMetricData|GetMetricStatistics|ListMetrics)$/,
}

/** Whether AWS tells the call as a management event; else it is a data event. */
export const isManagement = ({ service, operation }: Pick<CallOutline, 'service' | 'operation'>): boolean =>
  !DATA[service]?.test(operation)

/** The name of a user, of a role's session, `root`; of EC2 the session that it takes; '' when nobody is known. */
export function usernameOf(call: Pick<CallOutline, 'callerArn' | 'userId'>): string {
  if (isAssumptionByEc2(call)) return call.userId
  if (call.callerArn === '*') return ''
  return call.callerArn.split(/[/:]/).at(-1) ?? ''
}
