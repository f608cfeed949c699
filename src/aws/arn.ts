/** ARNs: `arn:partition:service:region:account:resource`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */

export interface Arn {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly account: string
  readonly resource: string
}

/** The six parts of an ARN, or undefined when the text has fewer. */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.+)$/s.exec(text)
  if (!match) return undefined
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match
  return { partition, service, region, account, resource }
}

/** `arn:aws:iam::123456789012:role/path/name`; `path` begins and ends with a slash. */
export const iamArn = (account: string, type: string, path: string, name: string): string =>
  `arn:aws:iam::${account}:${type}${path}${name}`

export const rootArn = (account: string): string => `arn:aws:iam::${account}:root`

/** The ARN of a role's session; the role's path is not part of it. */
export const assumedRoleArn = (account: string, roleName: string, sessionName: string): string =>
  `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`
