/** What trust policies, bucket policies and other policies on resources have in common. */
import type { PolicyDocument, PolicySyntaxError, PrincipalElement, Statement } from '../document.ts'
import type { NamedPrincipal, ValidationOptions } from '../validate.ts'

/** The sentence for a document that has the wrong fields, or undefined for other syntax errors. */
export function fieldSyntaxProblem({ problem, element, found }: PolicySyntaxError): string | undefined {
  switch (problem) {
    case 'not JSON':
    case 'duplicate key':
      return 'This policy contains invalid Json'
    case 'bad Version':
      return 'The policy must contain a valid version string'
    case 'missing Statement':
    case 'missing Effect':
      return `Missing required field ${element}`
    case 'empty Statement':
      return 'Could not parse the policy: Statement is empty!'
    case 'bad Effect':
      return `Invalid effect: ${found ?? ''}`
    default:
      return undefined
  }
}

export function unknownFieldProblem({ unknown }: PolicyDocument | Statement): string | undefined {
  const [field] = unknown
  return field && `Unknown field ${field.name}`
}

export function effectProblem({ effect, effectText }: Statement): string | undefined {
  return effect === effectText ? undefined : `Invalid effect: ${effectText}`
}

export function missingPrincipalProblem({ principal }: Statement): string | undefined {
  if (!principal) return 'Missing required field Principal'
  const empty = principal.groups.every(({ values }) => values.length === 0)
  return empty ? 'Missing required field Principal cannot be empty!' : undefined
}

/** The first principal that is malformed or does not exist. */
export function invalidPrincipal(
  element: PrincipalElement,
  { principalExists = () => true }: ValidationOptions,
): NamedPrincipal | undefined {
  for (const { type, values } of element.groups) {
    for (const value of values) {
      if (value === '*' && (type === '' || type === 'AWS' || type === 'Federated')) continue
      const form = FORMS.find((known) => known.type === type && known.pattern.test(value))
      if (!form || (form.entity && !principalExists({ type, value }))) return { type, value }
    }
  }
  return undefined
}

interface Form {
  readonly type: string
  readonly pattern: RegExp
  /** Names one entity, whose existence can be asked for. */
  readonly entity: boolean
}

const FORMS: readonly Form[] = [
  { type: 'AWS', pattern: /^\d{12}$/, entity: false },
  { type: 'AWS', pattern: /^arn:[\w-]+:iam::\d{12}:root$/, entity: false },
  { type: 'AWS', pattern: /^arn:[\w-]+:iam::\d{12}:(?:user|role)\/[^*?]+$/, entity: true },
  { type: 'AWS', pattern: /^arn:[\w-]+:sts::\d{12}:(?:assumed-role|federated-user)\/[^*?]+$/, entity: true },
  { type: 'AWS', pattern: /^(?:AIDA|AROA)[A-Z0-9]{12,}$/, entity: true },
  { type: 'Service', pattern: /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i, entity: true },
  { type: 'Federated', pattern: /^[^*?\s]+$/, entity: true },
  { type: 'CanonicalUser', pattern: /^[0-9a-f]{64}$/, entity: true },
]
