import type { AppliedPolicy, DecisionRequest, PolicyDocument } from 'rolecall/policy'
import { bucketArn, bucketIn } from '../buckets/addresses.ts'
import { holderOf } from '../trail/place.ts'

/** A policy as it is to stand in a question. Without a document it is not there. */
export type Edit = { readonly document: PolicyDocument | undefined } & (
  | { readonly kind: 'managed'; readonly arn: string }
  | {
      readonly kind: 'inline'
      /** The ARN of the user, group or role. */
      readonly holder: string
      readonly name: string
      /** Of a group: the ARNs of its users. */
      readonly members?: ReadonlySet<string>
    }
  | { readonly kind: 'trust'; readonly role: string }
  | {
      readonly kind: 'bucket'
      readonly bucket: string
      /** Whether it lets in nobody of another account, being public while RestrictPublicBuckets is on. */
      readonly insidersOnly: boolean
    }
)

/** The question with the policy as the edit has it; the same object where the policy has no part in it. */
export function substituted(request: DecisionRequest, edit: Edit): DecisionRequest {
  switch (edit.kind) {
    case 'managed':
      return withManaged(request, edit.arn, edit.document)
    case 'inline':
      return withInline(request, edit)
    case 'trust':
      return withTrust(request, edit.role, edit.document)
    case 'bucket':
      return withBucket(request, edit)
  }
}

/** Wherever it was attached at the moment of the call, as a boundary and on a session too. */
function withManaged(request: DecisionRequest, arn: string, document: PolicyDocument | undefined): DecisionRequest {
  const { policies } = request
  const { identity, boundary, session } = policies
  const applied = [...identity, ...(boundary ? [boundary] : []), ...(session ?? [])]
  if (!applied.some((policy) => policy.arn === arn)) return request
  const one = (policy: AppliedPolicy): readonly AppliedPolicy[] => {
    if (policy.arn !== arn) return [policy]
    return document ? [{ ...policy, document }] : []
  }
  const { boundary: _, ...others } = policies
  const [limit] = boundary ? one(boundary) : []
  return {
    ...request,
    policies: {
      ...others,
      identity: identity.flatMap(one),
      ...(limit && { boundary: limit }),
      ...(session && { session: session.flatMap(one) }),
    },
  }
}

function withInline(request: DecisionRequest, edit: Extract<Edit, { kind: 'inline' }>): DecisionRequest {
  const { holder, name, members, document } = edit
  const { identity } = request.policies
  const isIt = (policy: AppliedPolicy) =>
    policy.arn === undefined && policy.attachedTo === holder && policy.name === name
  const caller = holderOf(request)
  const isTheirs = caller !== undefined && (caller === holder || members?.has(caller) === true)
  const at = identity.findIndex(isIt)
  if (at < 0 && (!isTheirs || !document)) return request
  const others = identity.filter((policy) => !isIt(policy))
  const put = document ? [{ name, attachedTo: holder, document }] : []
  const place = at < 0 ? others.length : at
  return {
    ...request,
    policies: { ...request.policies, identity: [...others.slice(0, place), ...put, ...others.slice(place)] },
  }
}

function withTrust(request: DecisionRequest, role: string, document: PolicyDocument | undefined): DecisionRequest {
  const { resource, ...others } = request.policies
  if (request.resource !== role || others.resourceRule !== 'required') return request
  const put = document && { resource: { name: 'trust policy', attachedTo: role, ...resource, document } }
  return { ...request, policies: { ...others, ...put } }
}

function withBucket(request: DecisionRequest, edit: Extract<Edit, { kind: 'bucket' }>): DecisionRequest {
  const { bucket, insidersOnly, document } = edit
  const { resource, ...others } = request.policies
  if (bucketIn(request.resource) !== bucket || (!resource && !asksBucket(request))) return request
  const { principal } = request
  const isOutside = !('account' in principal) || principal.account !== request.resourceAccount
  if (!document || (insidersOnly && isOutside)) return { ...request, policies: others }
  const put = { name: 'resource policy', attachedTo: bucketArn(bucket), ...resource, document }
  return { ...request, policies: { ...others, resource: put } }
}

/** Whether the bucket was there to have a policy: S3 has this key in every question but those of a bucket that is made. */
const asksBucket = ({ context }: DecisionRequest): boolean => context.has('s3:resourceaccount')
