/** The policy that a What if is about. */
export type Subject =
  | { readonly kind: 'managed'; readonly arn: string }
  /** Without a name: a draft that is not attached yet. */
  | { readonly kind: 'inline'; readonly holder: string; readonly policy?: string }
  | { readonly kind: 'trust'; readonly holder: string }
  | { readonly kind: 'bucket'; readonly bucket: string }

/** The subject that an address names; undefined while it is being chosen. */
export function subjectFrom(params: URLSearchParams): Subject | undefined {
  const kind = params.get('kind')
  const arn = params.get('arn')
  const holder = params.get('holder')
  const policy = params.get('policy')
  if (kind === 'managed') return arn ? { kind, arn } : undefined
  const bucket = params.get('bucket')
  if (kind === 'bucket') return bucket ? { kind, bucket } : undefined
  if (!holder) return undefined
  if (kind === 'trust') return { kind, holder }
  if (kind === 'new') return { kind: 'inline', holder }
  return kind === 'inline' && policy ? { kind, holder, policy } : undefined
}

/** The address parameters that name a subject. */
export function addressOf(subject: Subject): URLSearchParams {
  if (subject.kind !== 'inline') return new URLSearchParams({ ...subject })
  const { holder, policy } = subject
  return new URLSearchParams(policy === undefined ? { kind: 'new', holder } : { kind: 'inline', holder, policy })
}

export type HolderKind = 'user' | 'group' | 'role'

/** Of the ARN of a user, group or role which; of any other `role`, whose calls then say that there is none. */
export function holderKind(arn: string): HolderKind {
  const [, kind] = /^arn:[^:]+:iam::\d*:(user|group)\//.exec(arn) ?? []
  return kind === 'user' || kind === 'group' ? kind : 'role'
}

/** Whether the ARN is a role's. */
export const isRole = (arn: string): boolean => /^arn:[^:]+:iam::\d*:role\//.test(arn)

export const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn

/** `inline policy read of role web-server`. */
export function subjectName(subject: Subject): string {
  switch (subject.kind) {
    case 'managed':
      return `policy ${nameOf(subject.arn)}`
    case 'trust':
      return `the trust policy of role ${nameOf(subject.holder)}`
    case 'bucket':
      return `the policy of bucket ${subject.bucket}`
    case 'inline': {
      const holder = `${holderKind(subject.holder)} ${nameOf(subject.holder)}`
      return subject.policy === undefined ? `a further policy of ${holder}` : `${subject.policy} of ${holder}`
    }
  }
}
