import type { JsonNode } from '../../../policy/json.ts'
import type { Principal } from '../../../policy/request.ts'
import { FormError, membersOf, textOf } from './json-reader.ts'

/** Who acts in a case, and the condition keys that follow from it. */
export interface CasePrincipal {
  readonly principal: Principal
  readonly context: Readonly<Record<string, string>>
}

const FORMS =
  'arn:aws:iam::ACCOUNT:user/NAME, role/NAME or root, arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION, an identity provider’s ARN, a service such as ec2.amazonaws.com, or *'

/** A principal as policies name one, or `{ "arn": ..., "id": ... }` with the unique id of a user or role. */
export function readPrincipal(node: JsonNode): CasePrincipal {
  if (node.kind === 'string') return principalNamed(node.value, undefined, node.offset)
  const members = membersOf(node, 'principal', ['arn', 'id'])
  const arn = members.get('arn')
  if (!arn) throw new FormError('principal must have an arn', node.offset)
  const id = members.get('id')
  return principalNamed(textOf(arn, 'arn'), id && textOf(id, 'id'), arn.offset)
}

/** A user or role without an id has its ARN for one, which names it as well as the ARN does and nothing else. */
function principalNamed(text: string, id: string | undefined, offset: number): CasePrincipal {
  if (text === '*') return of({ kind: 'anonymous' }, { 'aws:PrincipalType': 'Anonymous' })
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(text)) {
    return of({ kind: 'service', names: [text] }, { 'aws:PrincipalIsAWSService': 'true' })
  }
  const [, partition, service, account = '', type, name = ''] =
    /^arn:([^:]+):(iam|sts)::(\d{12}):(root|[a-z-]+(?=\/))(?:\/(.+))?$/.exec(text) ?? []
  const kind = `${service}:${type}`
  const shared = { 'aws:PrincipalAccount': account, 'aws:PrincipalIsAWSService': 'false' }
  const last = name.slice(name.lastIndexOf('/') + 1)
  if (kind === 'iam:root' && name === '') {
    const context = { ...shared, 'aws:PrincipalArn': text, 'aws:PrincipalType': 'Account' }
    return of({ kind: 'root', account, arn: text }, context)
  }
  if (kind === 'iam:user') {
    const context = { ...shared, 'aws:PrincipalArn': text, 'aws:PrincipalType': 'User', 'aws:username': last }
    return of({ kind: 'user', account, arn: text, entityId: id ?? text }, context)
  }
  if (kind === 'iam:role' || (kind === 'sts:assumed-role' && name.includes('/'))) {
    const roleArn =
      kind === 'iam:role' ? text : `arn:${partition}:iam::${account}:role/${name.slice(0, name.indexOf('/'))}`
    const arn = kind === 'iam:role' ? `arn:${partition}:sts::${account}:assumed-role/${last}/session` : text
    const context = { ...shared, 'aws:PrincipalArn': roleArn, 'aws:PrincipalType': 'AssumedRole' }
    return of({ kind: 'assumed-role', account, arn, roleArn, entityId: id ?? roleArn }, context)
  }
  if (kind === 'iam:saml-provider' || kind === 'iam:oidc-provider') return of({ kind: 'federated', provider: text }, {})
  throw new FormError(`the principal "${text}" is none; write ${FORMS}`, offset)
}

const of = (principal: Principal, context: CasePrincipal['context']): CasePrincipal => ({ principal, context })
