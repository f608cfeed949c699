import type { Statement } from '../document.ts'

const PATHS =
  'user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/'
const IAM_PATHS = PATHS.split(', ')

export interface ResourceReading {
  /** The first wrong form; later resources are then not looked at. */
  readonly problem?: string
  readonly failsLegacyParsing: boolean
}

/** Looks at the resources in order: a wrong form ends the search, a text that the old parser refuses fails at once. */
export function resourceReading(statements: readonly Statement[], partition: string): ResourceReading {
  for (const { resource } of statements) {
    const values = resource?.values ?? []
    const problem = values.map((value) => formProblem(value, partition)).find((found) => found !== undefined)
    if (problem !== undefined) return { problem, failsLegacyParsing: false }
    if (values.some(failsLegacyParsing)) return { failsLegacyParsing: true }
  }
  return { failsLegacyParsing: false }
}

function formProblem(resource: string, partition: string): string | undefined {
  if (resource === '*') return undefined
  const [, ...parts] = resource.split(':')
  if (parts.length === 0) return `Resource ${resource} must be in ARN format or "*".`
  const [named = '', service, region, account = ''] = parts
  if (named !== partition && !named.includes('*'))
    return `Partition "${named}" is not valid for resource "${completed(parts)}".`
  if (service === undefined) return 'Resource vendor must be fully qualified and cannot contain regexes.'
  if (/[*?]/.test(service)) return 'Resource vendor must be fully qualified and cannot contain regexes.'
  const hasRegion = parts.length === 2 || region !== ''
  if (service === 'iam' && hasRegion) return `IAM resource ${resource} cannot contain region information.`
  // Buckets have neither region nor account; access points and the rest of S3 have both.
  if (service === 's3' && hasRegion && account === '') return `Resource ${resource} can not contain region information.`
  if (service === 'iam' && !iamPathIsKnown(parts.slice(4).join(':'))) {
    return `IAM resource path must either be "*" or start with ${PATHS}.`
  }
  return undefined
}

/** How IAM writes the ARN back: missing parts are stars. */
function completed(parts: readonly string[]): string {
  const [partition, service = '', region = '*', account = '*', ...path] = parts
  const vendor = service === '' && parts.length < 3 ? '*' : service
  return `arn:${partition}:${vendor}:${region}:${account}:${path.length > 0 ? path.join(':') : '*'}`
}

const iamPathIsKnown = (path: string): boolean =>
  path === 'root' || path.startsWith('*') || IAM_PATHS.some((known) => path.startsWith(known))

function failsLegacyParsing(resource: string): boolean {
  if (resource === '*') return false
  const parts = resource.split(':')
  return parts[2] === '' || (parts.length < 6 && resource.includes('::'))
}
