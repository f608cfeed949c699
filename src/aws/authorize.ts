import { permits } from '../policy/decide.ts'
import { type PolicyDocument, parsePolicy } from '../policy/document.ts'
import type { AppliedPolicies, AppliedPolicy, ContextValue, DecisionRequest, Principal } from '../policy/request.ts'
import { parseArn } from './arn.ts'
import type { Caller } from './caller.ts'
import type { Check, RequestFacts, ResourcePolicy } from './operation.ts'

/** What applies to a principal apart from the resource's own policy. */
export type PrincipalPolicies = Pick<AppliedPolicies, 'identity' | 'boundary' | 'session'>

export interface AuthorizedCall {
  readonly caller: Caller
  readonly now: number
  readonly region: string
  readonly request: RequestFacts
  readonly policies: PrincipalPolicies
}

/** A check with the engine's answer, as the trail keeps it: `decide` and `explain` tell the reasons of the request. */
export interface Verdict {
  readonly check: Check
  /** What the engine was asked, with the policies and the context of that moment. */
  readonly request: DecisionRequest
  readonly allowed: boolean
}

/** Asks the policy engine one question on behalf of a call. Pure but for the parsed-document cache. */
export function judge(call: AuthorizedCall, check: Check): Verdict {
  const { caller } = call
  const resourceAccount = check.resourceAccount ?? (parseArn(check.resource)?.account || caller.account)
  const resource = check.resourcePolicy && applied(check.resourcePolicy)
  const request: DecisionRequest = {
    principal: principalOf(caller),
    action: check.action,
    resource: check.resource,
    resourceAccount,
    context: contextOf(call, check, resourceAccount),
    policies: {
      ...call.policies,
      ...(resource ? { resource } : {}),
      ...(check.resourcePolicy?.kind === 'trust' ? { resourceRule: 'required' as const } : {}),
    },
  }
  return { check, request, allowed: permits(request) }
}

function principalOf(caller: Caller): Principal {
  const { account, arn } = caller
  switch (caller.kind) {
    case 'root':
      return { kind: 'root', account, arn }
    case 'user':
      return { kind: 'user', account, arn, entityId: entityIdOf(caller) }
    case 'assumed-role':
      return { kind: 'assumed-role', account, arn, roleArn: caller.principalArn, entityId: entityIdOf(caller) }
    case 'federated-user':
      return {
        kind: 'federated-user',
        account,
        arn,
        userArn: caller.session?.issuerArn ?? arn,
        entityId: entityIdOf(caller),
      }
    case 'anonymous':
      return { kind: 'anonymous' }
  }
}

/** INVARIANT: users and roles have a unique id. An empty one would be named by an empty principal in a policy. */
function entityIdOf({ arn, entityId }: Caller): string {
  if (!entityId) throw new Error(`the caller ${arn} has no unique id`)
  return entityId
}

const PRINCIPAL_TYPES: Record<Caller['kind'], string> = {
  root: 'Account',
  user: 'User',
  'assumed-role': 'AssumedRole',
  'federated-user': 'FederatedUser',
  anonymous: 'Anonymous',
}

/**
 * The condition keys of one question. A key that is not known is absent.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function contextOf(call: AuthorizedCall, check: Check, resourceAccount: string): Map<string, ContextValue> {
  const { caller, request, now } = call
  const service = check.action.slice(0, check.action.indexOf(':'))
  const context = new Map<string, ContextValue>()
  const put = (key: string, value: ContextValue | undefined) => {
    if (value !== undefined) context.set(key.toLowerCase(), value)
  }
  put('aws:CurrentTime', inSeconds(now))
  put('aws:EpochTime', String(Math.floor(now / 1000)))
  putNetwork(put, request, service)
  put('aws:SecureTransport', String(request.secure))
  put('aws:UserAgent', request.userAgent)
  put('aws:Referer', request.header('referer'))
  put('aws:RequestedRegion', call.region)
  put('aws:ViaAWSService', 'false')
  put('aws:PrincipalIsAWSService', 'false')
  put('aws:PrincipalType', PRINCIPAL_TYPES[caller.kind])
  put('aws:userid', caller.userId)
  if (caller.kind !== 'anonymous') {
    put('aws:PrincipalArn', caller.principalArn)
    put('aws:PrincipalAccount', caller.account)
  }
  if (caller.kind === 'user') put('aws:username', caller.name)
  for (const [key, value] of Object.entries(caller.tags)) put(`aws:PrincipalTag/${key}`, value)
  putSession(put, caller, now)

  if (resourceAccount) put('aws:ResourceAccount', resourceAccount)
  for (const [key, value] of Object.entries(check.resourceTags ?? {})) {
    put(`aws:ResourceTag/${key}`, value)
    put(`${service}:ResourceTag/${key}`, value)
  }
  const tagKeys = Object.keys(check.requestTags ?? {})
  for (const key of tagKeys) put(`aws:RequestTag/${key}`, check.requestTags?.[key])
  if (tagKeys.length > 0) put('aws:TagKeys', tagKeys)
  for (const [key, value] of Object.entries(check.context ?? {})) put(key, value)
  return context
}

/** A time as AWS's condition keys show it: `2026-01-31T12:00:00Z`. */
const inSeconds = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`

type Put = (key: string, value: ContextValue | undefined) => void

/** Services of ours that AWS lists for aws:SourceVpcArn. */
const WITH_VPC_ARN = ['iam', 's3']

/**
 * Where the request came from. AWS leaves aws:SourceIp out of requests through a VPC endpoint, and the keys of a VPC out
 * of all others. aws:SourceVpce is absent: no endpoint here has an id that anybody could name.
 */
function putNetwork(put: Put, { sourceIp, vpc }: RequestFacts, service: string): void {
  put(vpc ? 'aws:VpcSourceIp' : 'aws:SourceIp', sourceIp)
  put('aws:SourceVpc', vpc?.id)
  if (WITH_VPC_ARN.includes(service)) put('aws:SourceVpcArn', vpc?.arn)
}

function putSession(put: Put, caller: Caller, now: number): void {
  const { session } = caller
  if (!session) return
  put('aws:TokenIssueTime', inSeconds(session.issuedAt))
  put('aws:MultiFactorAuthPresent', String(session.mfaAt !== undefined))
  if (session.mfaAt !== undefined) put('aws:MultiFactorAuthAge', String(Math.floor((now - session.mfaAt) / 1000)))
  put('aws:SourceIdentity', session.sourceIdentity)
  if (session.instance) {
    put('ec2:SourceInstanceARN', session.instance.arn)
    put('ec2:RoleDelivery', session.instance.roleDelivery)
    put('aws:Ec2InstanceSourceVpc', session.instance.vpcId)
    put('aws:Ec2InstanceSourcePrivateIPv4', session.instance.privateIp)
  }
}

/** Characters of policy text that the cache holds; a parsed document takes several times as much. */
const PARSED_LIMIT = 8 * 1024 * 1024
const parsed = new Map<string, PolicyDocument>()
let parsedCharacters = 0

function applied({ kind, document, attachedTo }: ResourcePolicy): AppliedPolicy | undefined {
  if (document === '') return undefined
  const name = kind === 'trust' ? 'trust policy' : 'resource policy'
  return { name, attachedTo, document: parsedOnce(document) }
}

/** Resource policies by their text: the same text is parsed once. The oldest entries go when the bound is reached. */
function parsedOnce(text: string): PolicyDocument {
  const known = parsed.get(text)
  if (known) return known
  const fresh = parsePolicy(text)
  parsed.set(text, fresh)
  parsedCharacters += text.length
  for (const oldest of parsed.keys()) {
    if (parsedCharacters <= PARSED_LIMIT) break
    parsed.delete(oldest)
    parsedCharacters -= oldest.length
  }
  return fresh
}
