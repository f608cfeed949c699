import type { Policy } from '@aws-sdk/client-iam'
import type { EditedTag } from '../../parts/TagFields.tsx'
import { tagsBlocked } from '../../tags/tag-changes.ts'
import { accountTrust, EMPTY_TRUST, samlTrust, serviceTrust, webIdentityTrust } from '../trust-policies.ts'
import { trustedService, type UseCase } from '../use-cases.ts'

export type TrustedKind = 'service' | 'account' | 'web-identity' | 'saml' | 'custom'

/** A role that is being made, as the wizard's three steps fill it in. */
export interface RoleDraft {
  readonly kind: TrustedKind
  /** AWS service: its name in the wizard, and which of its use cases. */
  readonly service?: string
  readonly useCase?: string
  /** AWS account: empty is this account. */
  readonly otherAccount: boolean
  readonly account: string
  readonly requireExternalId: boolean
  readonly externalId: string
  readonly requireMfa: boolean
  /** Web identity and SAML: the provider's ARN. */
  readonly provider: string
  readonly audience: string
  readonly customTrust: string
  readonly policies: readonly Policy[]
  readonly limited: boolean
  readonly boundary: readonly Policy[]
  readonly name: string
  /** Absent until somebody writes one: it is the use case's. */
  readonly description?: string
  readonly tags: readonly EditedTag[]
}

export const EMPTY_DRAFT: RoleDraft = {
  kind: 'service',
  otherAccount: false,
  account: '',
  requireExternalId: false,
  externalId: '',
  requireMfa: false,
  provider: '',
  audience: '',
  customTrust: EMPTY_TRUST,
  policies: [],
  limited: false,
  boundary: [],
  name: '',
  tags: [],
}

/** What the service assumes the role for; undefined: nothing is chosen, or no service is trusted. */
export const chosenUseCase = ({ kind, service, useCase }: RoleDraft): UseCase | undefined =>
  kind === 'service' ? trustedService(service)?.useCases.find(({ name }) => name === useCase) : undefined

export const descriptionOf = (draft: RoleDraft): string => draft.description ?? chosenUseCase(draft)?.description ?? ''

/** With another use case chosen: its policy takes the place of that of the use case before. */
export function withUseCase(draft: RoleDraft, service: string, useCase: string): RoleDraft {
  const before = chosenUseCase(draft)?.policy
  const chosen = { ...draft, service, useCase }
  const after = chosenUseCase(chosen)?.policy
  const kept = draft.policies.filter(({ Arn }) => Arn !== before && Arn !== after)
  const needed = after === undefined ? [] : [{ Arn: after, PolicyName: after.slice(after.lastIndexOf('/') + 1) }]
  return { ...chosen, policies: [...kept, ...needed] }
}

/** The trust policy as it stands; `ownAccount` is the account of who makes the role. */
export function trustOf(draft: RoleDraft, ownAccount: string): string {
  switch (draft.kind) {
    case 'service':
      return serviceTrust(chosenUseCase(draft)?.principal ?? '')
    case 'account':
      return accountTrust(draft.otherAccount ? draft.account : ownAccount, {
        externalId: draft.requireExternalId ? draft.externalId : '',
        mfa: draft.requireMfa,
      })
    case 'web-identity':
      return webIdentityTrust(draft.provider, draft.audience)
    case 'saml':
      return samlTrust(draft.provider)
    case 'custom':
      return draft.customTrust
  }
}

/** What is lacking in the name and the tags; undefined: nothing. */
export const nameProblem = ({ name, tags }: RoleDraft): string | undefined =>
  name === '' ? 'Enter a role name.' : tagsBlocked(tags)

/** What is lacking in who the role trusts; undefined: nothing. */
export function trustProblem(draft: RoleDraft): string | undefined {
  switch (draft.kind) {
    case 'service':
      return chosenUseCase(draft) ? undefined : 'Choose a service or use case.'
    case 'account':
      if (draft.otherAccount && !/^\d{12}$/.test(draft.account)) return 'Enter the 12 digits of the account ID.'
      return draft.requireExternalId && draft.externalId === '' ? 'Enter the external ID.' : undefined
    case 'web-identity':
      if (draft.provider === '') return 'Choose an identity provider.'
      return draft.audience === '' ? 'Enter the audience.' : undefined
    case 'saml':
      return draft.provider === '' ? 'Choose a SAML 2.0 provider.' : undefined
    case 'custom':
      return isJson(draft.customTrust) ? undefined : 'The trust policy is no JSON.'
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
