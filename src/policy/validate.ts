import { type PolicyDocument, PolicySyntaxError, parsePolicy } from './document.ts'
import { hasPolicyCharacters } from './size.ts'
import { bucketPolicyProblem, bucketSyntaxProblem } from './validation/bucket.ts'
import { identityPolicyProblem, sessionPolicyProblem } from './validation/identity.ts'
import { MALFORMED, resourceControlProblem, serviceControlProblem } from './validation/organizations.ts'
import { resourcePolicyProblem } from './validation/resource-policy.ts'
import { trustPolicyProblem, trustSyntaxProblem } from './validation/trust.ts'

export const POLICY_KINDS = ['identity', 'boundary', 'session', 'trust', 'resource', 'bucket', 'scp', 'rcp'] as const
/**
 * `identity` is every policy of a user, group or role; `boundary` a permissions boundary; `bucket` S3's bucket policy;
 * `scp` a service control policy and `rcp` a resource control policy, as Organizations takes them from its customers.
 */
export type PolicyKind = (typeof POLICY_KINDS)[number]

/** A principal as a document names it: `AWS`, `Service`, `Federated` or `CanonicalUser`, and an ARN, id or name. */
export interface NamedPrincipal {
  readonly type: string
  readonly value: string
}

export interface ValidationOptions {
  /** Whether the user, role, service or provider exists. Not asked for `*` and whole accounts; default: all do. */
  readonly principalExists?: (principal: NamedPrincipal) => boolean
  /** The bucket that a `bucket` policy is put on. */
  readonly bucket?: string
  /** Default `aws`. */
  readonly partition?: string
}

export interface PolicyProblem {
  /** `MalformedPolicy` is S3's code for bucket policies, the one that ends in Exception that of Organizations. */
  readonly code: 'MalformedPolicyDocument' | 'MalformedPolicy' | 'MalformedPolicyDocumentException'
  /** AWS's sentence. */
  readonly message: string
}

export type Validation =
  | { readonly document: PolicyDocument; readonly problem?: never }
  | { readonly problem: PolicyProblem; readonly document?: never }

/** What the rules of one kind find wrong first; undefined when nothing is. */
export type Rules = (document: PolicyDocument, options: ValidationOptions) => string | undefined

interface Kind {
  readonly code: PolicyProblem['code']
  /** IAM's character set holds. */
  readonly characters: boolean
  readonly problemOf: Rules
  /** The sentence for a text that is no policy at all. */
  readonly syntaxProblem: (error: PolicySyntaxError, text: string) => string
}

const iam = (problemOf: Rules, syntaxProblem: Kind['syntaxProblem'] = ({ message }) => message): Kind => ({
  code: 'MalformedPolicyDocument',
  characters: true,
  problemOf,
  syntaxProblem,
})

const organizations = (problemOf: Rules): Kind => ({
  code: 'MalformedPolicyDocumentException',
  characters: false,
  problemOf,
  syntaxProblem: () => MALFORMED,
})

const KINDS: Readonly<Record<PolicyKind, Kind>> = {
  identity: iam(identityPolicyProblem),
  boundary: iam(identityPolicyProblem),
  session: iam(sessionPolicyProblem, trustSyntaxProblem),
  trust: iam(trustPolicyProblem, trustSyntaxProblem),
  resource: iam(resourcePolicyProblem, trustSyntaxProblem),
  bucket: {
    code: 'MalformedPolicy',
    characters: false,
    problemOf: bucketPolicyProblem,
    syntaxProblem: bucketSyntaxProblem,
  },
  scp: organizations(serviceControlProblem),
  rcp: organizations(resourceControlProblem),
}

/** Checks a policy on its way in and answers the document, or the first thing that AWS would complain of. */
export function validatePolicy(text: string, kind: PolicyKind, options: ValidationOptions = {}): Validation {
  const { code, characters, problemOf, syntaxProblem } = KINDS[kind]
  const refuse = (message: string): Validation => ({ problem: { code, message } })
  if (characters && !hasPolicyCharacters(text)) return refuse('Syntax errors in policy.')
  try {
    const document = parsePolicy(text)
    const message = problemOf(document, options)
    return message === undefined ? { document } : refuse(message)
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error
    return refuse(syntaxProblem(error, text))
  }
}
