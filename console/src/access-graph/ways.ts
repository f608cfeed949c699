/** The ways from one place of the graph to another. */
import { type AppliedPolicy, parsePolicy } from 'rolecall/policy'
import type { Account, GraphNode, Holder } from './account.ts'
import { ask, askAll, type Facts, holderQuestion, policiesOf, type Question, type Yes } from './ask.ts'
import type { Graph } from './graph.ts'
import { sessionIn } from './trust.ts'

export type WayKind = 'reaches' | 'assume' | 'pass' | 'carries' | 'runs as' | 'member' | 'escalate' | 'administrator'

export interface Way {
  readonly from: GraphNode
  readonly to: GraphNode
  readonly kind: WayKind
  /** What the line in the drawing says: `may assume`. */
  readonly verb: string
  /** The questions whose answers make it possible. */
  readonly answers: readonly Yes[]
  /** What has to be so besides, which no policy of the account says. */
  readonly remarks: readonly string[]
  /** Why nobody gets along here. */
  readonly blocked?: string
  /** The principal that it leads through, where it is not the end. */
  readonly through?: GraphNode
}

export const isCertain = ({ answers, remarks, blocked }: Way): boolean =>
  blocked === undefined && remarks.length === 0 && answers.every(({ certain }) => certain)

export const EC2 = 'ec2.amazonaws.com'

const documentOf = (statement: Readonly<Record<string, unknown>>) =>
  parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] }))

export const ALLOW_ALL: AppliedPolicy = { name: 'everything', document: documentOf({ Action: '*', Resource: '*' }) }

/** A trust policy that somebody wrote to be trusted. */
export const trusting = ({ id }: Holder): AppliedPolicy => ({
  name: 'trust policy',
  document: documentOf({ Principal: { AWS: id }, Action: 'sts:AssumeRole' }),
})

export function assumeQuestion(
  account: Account,
  from: Holder,
  role: Pick<Holder, 'id' | 'tags' | 'trust'>,
  sessionArn?: string,
): Question {
  return {
    ...holderQuestion(account, from, sessionArn),
    policies: policiesOf(from),
    action: 'sts:AssumeRole',
    resource: role.id,
    resourceTags: role.tags,
    trust: role.trust,
  }
}

/** What a user, role or member of a group may do with IAM, EC2 and the like. */
export const holderAsks = (
  account: Account,
  from: Holder,
  action: string,
  resource: string,
  more: Pick<Question, 'context' | 'resourceTags'> = {},
): Question => ({ ...holderQuestion(account, from), policies: policiesOf(from), action, resource, ...more })

export function assumeWay(graph: Graph, from: Holder, role: Holder): Way | undefined {
  const { account, trusts, budget } = graph
  const way = (answer: Yes, remarks: readonly string[] = []): Way => ({
    ...{ from, to: role, kind: 'assume', verb: 'may assume', remarks },
    answers: [answer],
  })
  const answer = ask(account, assumeQuestion(account, from, role), budget)
  if (answer) return way(answer)
  for (const { name } of trusts.namesIn.get(role) ?? []) {
    const session = from.kind === 'role' ? sessionIn(name) : undefined
    if (session?.account !== account.account || session.role !== from.name) continue
    const asSession = ask(account, assumeQuestion(account, from, role, name), budget)
    if (asSession) return way(asSession, [`if its session is named ${session.session}`])
  }
  return undefined
}

/** A service, an identity provider, another account: whatever a trust policy names that is not of this account. */
export function outsideWay({ account, budget }: Graph, from: GraphNode, role: Holder): Way | undefined {
  const question = { resource: role.id, resourceTags: role.tags, trust: role.trust }
  const way = (answer: Yes, remarks: readonly string[] = []): Way => ({
    ...{ from, to: role, kind: 'assume', verb: 'may assume', remarks },
    answers: [answer],
  })
  if (from.kind === 'service') {
    const answer = ask(account, { ...question, ...serviceAsks(from.id) }, budget)
    return answer && way(answer)
  }
  if (from.kind === 'identity provider') {
    for (const action of ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML']) {
      const principal = { kind: 'federated', provider: from.id } as const
      const who = facts('federated', {})
      const answer = ask(account, { ...question, principal, who, policies: NO_POLICIES, action }, budget)
      if (answer) return way(answer)
    }
    return undefined
  }
  const answer = ask(account, { ...question, ...strangerAsks(from) }, budget)
  if (from.id === '*' && !isOpenToOthers(account, role, budget)) return undefined
  const theirs = from.id === '*' ? 'its own account' : `account ${accountOf(from.id)}`
  return answer && way(answer, [`if the policies of ${theirs} permit it`])
}

/** Whether any account but this may come: whichever the trust policy knows, or one that it does not. */
const isOpenToOthers = (account: Account, role: Holder, budget: Graph['budget']): boolean =>
  otherAccounts(account, role.trust?.document.text ?? '').some((other) => {
    const asked = strangerAsks({ id: `arn:aws:iam::${other}:root` })
    const question = { ...asked, resource: role.id, resourceTags: role.tags, trust: role.trust }
    return ask(account, question, budget) !== undefined
  })

/** Other accounts that a policy's text knows, and one that it does not. */
export const otherAccounts = ({ account }: Account, text: string): readonly string[] =>
  [...new Set([...(text.match(/\b\d{12}\b/g) ?? []), NOBODYS])].filter((other) => other !== account)

export const NOBODYS = '000000000000'

const NO_POLICIES: Question['policies'] = { identity: [] }
const ANY_POLICIES: Question['policies'] = { identity: [ALLOW_ALL] }
const facts = (id: string, context: Facts['context']): Facts => ({ id, context, absent: [], prefixes: [] })

export const serviceAsks = (service: string) => ({
  principal: { kind: 'service', names: [service] } as const,
  who: facts('service', { 'aws:principalisawsservice': 'true', 'aws:principalservicename': service }),
  policies: NO_POLICIES,
  action: 'sts:AssumeRole',
})

/** How somebody of another account asks, whose own policies permit everything. */
export function strangerAsks({ id }: Pick<GraphNode, 'id'>) {
  const account = id === '*' ? 'another account' : accountOf(id)
  const who = facts(id === '*' ? 'anybody' : 'stranger', {
    'aws:principalisawsservice': 'false',
    ...(id !== '*' && { 'aws:principalaccount': account }),
  })
  const session = sessionIn(id)
  const common = { who, policies: ANY_POLICIES, action: 'sts:AssumeRole' }
  if (session || id.includes(':role/')) {
    const arn = session ? id : `arn:aws:sts::${account}:assumed-role/${id.split('/').at(-1)}/a-session`
    return { ...common, principal: { kind: 'assumed-role', account, arn, roleArn: id, entityId: 'unknown' } as const }
  }
  return { ...common, principal: { kind: 'user', account, arn: id, entityId: 'unknown' } as const }
}

const accountOf = (arn: string): string => arn.split(':')[4] ?? ''

/** EC2 taking the role for an instance, of which it tells account and ARN. */
export function ec2Asks(account: Account, role: Holder, instanceArn: string | undefined): Question {
  const asked = serviceAsks(EC2)
  const context = {
    ...asked.who.context,
    'aws:sourceaccount': account.account,
    'aws:requestedregion': account.region,
    ...(instanceArn !== undefined && { 'aws:sourcearn': instanceArn }),
  }
  return {
    ...asked,
    who: facts(instanceArn === undefined ? 'an instance' : 'the instance', context),
    resource: role.id,
    resourceTags: role.tags,
    trust: role.trust,
  }
}

export function profileWays(graph: Graph, profile: GraphNode, role: Holder): readonly Way[] {
  const answers = askAll(graph.account, [ec2Asks(graph.account, role, undefined)], graph.budget)
  const way = { from: profile, to: role, kind: 'carries', verb: 'carries', remarks: [] } as const
  if (answers) return [{ ...way, answers }]
  return [{ ...way, answers: [], blocked: `the trust policy of ${role.name} does not let ${EC2} assume it` }]
}
