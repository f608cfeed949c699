/** What belongs into a policy on the resource type that the caller names. */
import { error, suggestion } from './check.ts'
import type { Lint } from './context.ts'
import type { LintResourceType } from './finding.ts'
import { isKey } from './operators.ts'
import { hasWildcard, matcher, matches, overlap } from './patterns.ts'
import type { LintStatement } from './reading.ts'
import type { ServiceAuthorization } from './service-authorization.ts'

const UNSUPPORTED_ACTION_IN_POLICY = error(
  'UNSUPPORTED_ACTION_IN_POLICY',
  'The action {{action}} is not supported for the resource-based policy attached to the resource type {{resourceType}}.',
)
const UNSUPPORTED_RESOURCE_ARN_IN_POLICY = error(
  'UNSUPPORTED_RESOURCE_ARN_IN_POLICY',
  'The resource ARN is not supported for the resource-based policy attached to the resource type {{resourceType}}.',
)
const IRRELEVANT_CONDITION_KEY_IN_POLICY = suggestion(
  'IRRELEVANT_CONDITION_KEY_IN_POLICY',
  'The condition key {{condition_key}} is not relevant for the {{resource_type}} policy.  Use this key in an identity-based policy to govern access to this resource.',
)

export const SCOPE_CHECKS = [
  UNSUPPORTED_ACTION_IN_POLICY,
  UNSUPPORTED_RESOURCE_ARN_IN_POLICY,
  IRRELEVANT_CONDITION_KEY_IN_POLICY,
]

interface Scope {
  /** AWS's word for the type. */
  readonly word: string
  readonly prefix: string
  /** Resource types of the service whose actions a policy here can speak of. */
  readonly types: readonly string[]
  /** Patterns for its ARNs, in the partition of the ARN that is looked at. */
  readonly arns: readonly string[]
}

const SCOPES: Readonly<Partial<Record<LintResourceType, Scope>>> = {
  'AWS::S3::Bucket': {
    word: 'S3 Bucket',
    prefix: 's3',
    types: ['bucket', 'object'],
    arns: ['arn:*:s3:::?*'],
  },
  'AWS::S3::AccessPoint': {
    word: 'S3 Access Point',
    prefix: 's3',
    types: ['accesspoint', 'accesspointobject', 'bucket', 'object'],
    arns: ['arn:*:s3:*:*:accesspoint/?*'],
  },
  'AWS::S3::MultiRegionAccessPoint': {
    word: 'S3 Multi-Region Access Point',
    prefix: 's3',
    types: ['multiregionaccesspoint', 'bucket', 'object'],
    arns: ['arn:*:s3::*:accesspoint/?*'],
  },
  'AWS::S3ObjectLambda::AccessPoint': {
    word: 'S3 Object Lambda Access Point',
    prefix: 's3-object-lambda',
    types: ['objectlambdaaccesspoint'],
    arns: ['arn:*:s3-object-lambda:*:*:accesspoint/?*'],
  },
  'AWS::DynamoDB::Table': {
    word: 'DynamoDB Table',
    prefix: 'dynamodb',
    types: ['table', 'index'],
    arns: ['arn:*:dynamodb:*:*:table/?*'],
  },
}

export function scopeRules(statement: LintStatement, lint: Lint): void {
  const { type, resourceType, report } = lint
  const scope = type === 'RESOURCE_POLICY' && resourceType !== undefined ? SCOPES[resourceType] : undefined
  if (!scope) return
  const known = actionsOf(scope, lint.services)
  for (const item of statement.action?.items ?? []) {
    if (!isOfScope(item.text, scope, known, lint)) {
      report(UNSUPPORTED_ACTION_IN_POLICY, item, { action: item.text, resourceType: scope.word })
    }
  }
  for (const item of statement.resource?.items ?? []) {
    if (item.text.includes('${')) continue
    const whole = item.text !== '*' && scope.arns.some((arn) => overlap(arn, item.text))
    if (!whole) report(UNSUPPORTED_RESOURCE_ARN_IN_POLICY, item, { resourceType: scope.word })
  }
  for (const condition of statement.conditions) {
    if (scope.prefix === 's3' && isKey(condition, 's3:ResourceAccount')) {
      const facts = { condition_key: condition.key, resource_type: scope.word }
      report(IRRELEVANT_CONDITION_KEY_IN_POLICY, condition.keySpot, facts)
    }
  }
}

function isOfScope(action: string, scope: Scope, known: ReadonlySet<string>, { services, comparisons }: Lint): boolean {
  if (/^\*+$/.test(action) || action.includes('${')) return true
  const [prefix = '', name = ''] = action.toLowerCase().split(':')
  if (hasWildcard(prefix)) return matches(prefix, scope.prefix)
  if (prefix !== scope.prefix) return false
  if (!hasWildcard(name)) {
    // What does not exist at all is found as such.
    return known.has(name) || !services.service(prefix)?.actions.has(name)
  }
  comparisons.left -= known.size
  return comparisons.left <= 0 || [...known].some(matcher(name))
}

function actionsOf({ prefix, types }: Scope, services: ServiceAuthorization): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [name, { resourceTypes }] of services.service(prefix)?.actions ?? []) {
    if (resourceTypes.some((one) => types.includes(one.name))) names.add(name)
  }
  return names
}
