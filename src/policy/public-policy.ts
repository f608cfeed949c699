import type { ConditionOperator, PolicyDocument, Statement } from './document.ts'

/** Keys that pin a statement to somebody when they hold fixed values. */
const FIXING_KEYS = new Set([
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:userid',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalarn',
  'aws:principalaccount',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
])
const FIXING_OPERATORS = new Set(['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike'])

/**
 * Whether the policy lets the public in, by S3's meaning of "public": some Allow statement names everybody and no
 * condition pins it to fixed values. What is not understood counts as public.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export const isPublicPolicy = (document: PolicyDocument): boolean => document.statements.some(isPublicStatement)

function isPublicStatement({ effect, principal, conditions }: Statement): boolean {
  if (effect !== 'Allow') return false
  const everybody =
    !principal ||
    principal.negated ||
    principal.groups.some(({ values }) => values.some((value) => value.includes('*')))
  return everybody && !conditions.some(pins)
}

function pins({ operator, keys }: ConditionOperator): boolean {
  const name = operator.toLowerCase().replace(/^foranyvalue:/, '')
  if (name === 'ipaddress') {
    return keys.some(({ key, values }) => key.toLowerCase() === 'aws:sourceip' && values.every(isNarrowRange))
  }
  if (!FIXING_OPERATORS.has(name)) return false
  return keys.some(
    ({ key, values }) => FIXING_KEYS.has(key.toLowerCase()) && values.length > 0 && values.every(isFixed),
  )
}

/** A fixed value has no wildcard and no policy variable; an ARN's account must be fixed at least. */
function isFixed(value: string): boolean {
  if (value.includes('${')) return false
  if (!/[*?]/.test(value)) return true
  const account = /^arn:[^*?:]*:[^*?:]*:[^:]*:(\d{12}):/.exec(value)
  return account !== null
}

/** Ranges wider than /8 (IPv4) or /32 (IPv6) count as public, as S3 has it. */
function isNarrowRange(range: string): boolean {
  const [address = '', bits] = range.split('/')
  const narrowest = address.includes(':') ? 32 : 8
  return bits === undefined || Number(bits) >= narrowest
}
