/** The ARNs of Resource and NotResource. */
import { error, suggestion } from './check.ts'
import type { Lint } from './context.ts'
import { hasWildcard, overlap } from './patterns.ts'
import type { LintStatement, LintString } from './reading.ts'
import { isRegionName, PARTITIONS } from './regions.ts'
import type { ResourceTypeFacts } from './service-authorization.ts'

const INVALID_ARN_PREFIX = error('INVALID_ARN_PREFIX', 'Add the required prefix (arn) to the resource ARN.')
const MISSING_ARN_FIELD = error(
  'MISSING_ARN_FIELD',
  'Resource ARNs must include at least {{fields}} fields in the following structure: arn:partition:service:region:account:resource',
)
const INVALID_PARTITION = error(
  'INVALID_PARTITION',
  'The resource ARN for the service {{service}} does not support the partition {{partition}}. Use the supported values: {{partitions}}',
)
const INVALID_ARN_SERVICE_CASE = error(
  'INVALID_ARN_SERVICE_CASE',
  'Update the service name {{service}} in the resource ARN to use all lowercase letters.',
)
const INVALID_ARN_REGION = error(
  'INVALID_ARN_REGION',
  'The Region {{region}} is not valid for this resource. Update the resource ARN to include a supported Region.',
)
const INVALID_ARN_ACCOUNT = error(
  'INVALID_ARN_ACCOUNT',
  'The resource ARN account ID {{account}} is not valid. Provide a 12-digit account ID.',
)
const INVALID_ARN_RESOURCE = error(
  'INVALID_ARN_RESOURCE',
  'Resource ARN does not match the expected ARN format. Update the resource portion of the ARN.',
)
const ARN_REGION_NOT_ALLOWED = error(
  'ARN_REGION_NOT_ALLOWED',
  'The service {{service}} does not support specifying a Region in the resource ARN.',
)
const ARN_ACCOUNT_NOT_ALLOWED = error(
  'ARN_ACCOUNT_NOT_ALLOWED',
  'The service {{service}} does not support specifying an account ID in the resource ARN.',
)
const MISSING_ARN_REGION = error('MISSING_ARN_REGION', 'Add a Region to the {{service}} resource ARN.')
const MISSING_ARN_ACCOUNT = error(
  'MISSING_ARN_ACCOUNT',
  'The resource {{resourceName}} in the arn is missing an account id. Please provide a 12 digit account id.',
)
const WILDCARD_IN_SERVICE_NAME = suggestion(
  'WILDCARD_IN_SERVICE_NAME',
  'Avoid using wildcards (*, ?) in the service name because it might grant unintended access to other AWS services with similar names.',
)

export const RESOURCE_CHECKS = [
  INVALID_ARN_PREFIX,
  MISSING_ARN_FIELD,
  INVALID_PARTITION,
  INVALID_ARN_SERVICE_CASE,
  INVALID_ARN_REGION,
  INVALID_ARN_ACCOUNT,
  INVALID_ARN_RESOURCE,
  ARN_REGION_NOT_ALLOWED,
  ARN_ACCOUNT_NOT_ALLOWED,
  MISSING_ARN_REGION,
  MISSING_ARN_ACCOUNT,
  WILDCARD_IN_SERVICE_NAME,
]

const FIELDS = 6

export function resourceRules({ resource }: LintStatement, lint: Lint): void {
  for (const item of resource?.items ?? []) if (!/^\*+$/.test(item.text)) arnRules(item, lint)
}

/** One of the ARN's fields is a pattern or comes from the request, so nothing can be said of it. */
const isOpen = (field: string): boolean => hasWildcard(field) || field.includes('${')

function arnRules(item: LintString, lint: Lint): void {
  const { report } = lint
  const [prefix = '', partition = '', service = '', region = '', account = '', ...rest] = item.text.split(':')
  if (prefix !== 'arn') {
    if (!isOpen(prefix)) report(INVALID_ARN_PREFIX, item)
    return
  }
  if (rest.length === 0) {
    // `arn:aws:s3*` is short and yet covers whole ARNs.
    if (!item.text.endsWith('*')) report(MISSING_ARN_FIELD, item, { fields: String(FIELDS) })
    return
  }
  if (!isOpen(partition) && !PARTITIONS.some((known) => known === partition)) {
    report(INVALID_PARTITION, item, { service, partition, partitions: PARTITIONS.join(', ') })
  }
  if (!service.includes('${') && hasWildcard(service) && !/^\*+$/.test(service)) report(WILDCARD_IN_SERVICE_NAME, item)
  if (isOpen(service)) return
  if (service !== service.toLowerCase()) {
    report(INVALID_ARN_SERVICE_CASE, item, { service })
    return
  }
  if (region !== '' && !isOpen(region) && !isRegionName(region)) report(INVALID_ARN_REGION, item, { region })
  if (account !== '' && !isOpen(account) && !/^\d{12}$/.test(account) && !isNamedAccount(account, service, lint)) {
    report(INVALID_ARN_ACCOUNT, item, { account })
  }
  formRules(item, { service, region, account, resource: rest.join(':') }, lint)
}

/** `aws` and the like, where a resource type's own ARN has such a word for the account. */
const isNamedAccount = (account: string, service: string, { services }: Lint): boolean =>
  account === 'aws' || services.resourceTypes(service).some(({ arn }) => arn.split(':')[4] === account)

interface ArnFields {
  readonly service: string
  readonly region: string
  readonly account: string
  readonly resource: string
}

/** No ARN is longer. */
const LONGEST_ARN = 2048

/** What the resource types of the service say; a service whose ARNs are not known says nothing. */
function formRules(item: LintString, arn: ArnFields, lint: Lint): void {
  const { services, report, comparisons } = lint
  const types = services.resourceTypes(arn.service)
  if (types.length === 0 || arn.resource.includes('${') || item.text.length > LONGEST_ARN) return
  // The reference lists neither the sessions of STS nor what is AWS's own in every account (`…:aws:transform/…`).
  if (arn.service === 'sts' || arn.account === 'aws') return
  // Two patterns are compared sign by sign.
  comparisons.left -= types.length * Math.ceil(item.text.length / 8)
  if (comparisons.left <= 0) return
  const fitting = types.filter((type) => overlap(arn.resource, resourcePatternOf(type)))
  if (fitting.length === 0) {
    // AWS says nothing of paths of an API, nor of the beginning of a known form (recorded of `/tags` and `/v2/apis`).
    const begins = types.some((type) => overlap(`${arn.resource}*`, resourcePatternOf(type)))
    if (!begins && !isOpen(arn.resource) && !arn.resource.startsWith('/')) report(INVALID_ARN_RESOURCE, item)
    return
  }
  const { service, region, account } = arn
  const always = (field: number) => fitting.every((type) => fieldOf(type.arn, field) !== '')
  const never = (field: number) => fitting.every((type) => fieldOf(type.arn, field) === '')
  if (region !== '' && !isOpen(region) && never(REGION)) report(ARN_REGION_NOT_ALLOWED, item, { service })
  if (account !== '' && !isOpen(account) && never(ACCOUNT)) report(ARN_ACCOUNT_NOT_ALLOWED, item, { service })
  if (region === '' && always(REGION)) report(MISSING_ARN_REGION, item, { service })
  const [first] = fitting
  // Other services have resources of AWS's own, without an account, that the reference does not tell apart.
  if (first && service === 'iam' && account === '' && always(ACCOUNT)) {
    report(MISSING_ARN_ACCOUNT, item, { resourceName: first.name })
  }
}

const REGION = 3
const ACCOUNT = 4
const fieldOf = (arn: string, field: number): string => arn.split(':')[field] ?? ''

const patterns = new WeakMap<ResourceTypeFacts, string>()

/** The resource part of a type's ARN as a pattern: `user/${UserNameWithPath}` is `user/*`. */
function resourcePatternOf(type: ResourceTypeFacts): string {
  const known = patterns.get(type)
  if (known !== undefined) return known
  const resource = type.arn.split(':').slice(5).join(':')
  const pattern = resource.replace(/\$\{[^}]*\}/g, '*')
  patterns.set(type, pattern)
  return pattern
}
