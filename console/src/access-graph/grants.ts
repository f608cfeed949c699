/** Known ways to have somebody be allowed everything: by policies given, groups joined, and what refuses taken away. */
import type { Holder, ManagedPolicy } from './account.ts'
import { administrator, allowedEverything } from './administrator.ts'
import { ask, askAll, type Question, type Yes } from './ask.ts'
import type { Graph } from './graph.ts'
import { namesLike } from './new-names.ts'
import { ALLOW_ALL, holderAsks } from './ways.ts'

const AWS_POLICY = 'arn:aws:iam::aws:policy'
export const ADMINISTRATOR_ACCESS = `${AWS_POLICY}/AdministratorAccess`

/** Groups and policies that are looked at for one way. */
const MOST = 20

const GRANTS = [
  ['iam:AttachUserPolicy', 'iam:PutUserPolicy', 'iam:AttachRolePolicy', 'iam:PutRolePolicy'],
  ['iam:AttachGroupPolicy', 'iam:PutGroupPolicy', 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'],
  ['iam:AddUserToGroup', 'iam:RemoveUserFromGroup', 'iam:DeleteGroupPolicy', 'iam:DetachGroupPolicy'],
  ['iam:DeleteUserPolicy', 'iam:DetachUserPolicy', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy'],
  ['iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
  ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'],
].flat()

/** Whether `from` could be permitted to give anybody anything at all; a cheap no for most. */
export const couldGrant = ({ may }: Graph, from: Holder): boolean => GRANTS.some((action) => may(from, action))

interface Grant {
  readonly verb: string
  readonly answers: readonly Yes[]
}

/** One way to give something, and what has to be answered yes for it. */
interface Offer {
  readonly verb: string
  readonly questions: readonly Question[]
}

type Asks = (action: string, resource: string, context?: Question['context']) => Question

interface Giving {
  readonly graph: Graph
  readonly from: Holder
  readonly to: Holder
  /** What the one who is given something is called. */
  readonly who: string
  readonly asks: Asks
}

/** How `from` can have `to`, itself or somebody else, be allowed everything; what is certain rather than what is not. */
export function grantTo(graph: Graph, from: Holder, to: Holder): Grant | undefined {
  const { account } = graph
  const who = to.kind === 'group' ? 'the group' : from === to ? 'itself' : to.name
  const asks: Asks = (action, resource, context = {}) =>
    holderAsks(account, from, action, resource, { context, ...(resource === to.id && { resourceTags: to.tags }) })
  const giving = { graph, from, to, who, asks }
  const freed = answered(giving, freeing(giving), [])
  if (freed) return freed
  const unlimited = removesLimit(giving)
  return unlimited && answered(giving, grants(giving), unlimited)
}

/** The first offer that is certain, else the first that may turn out well. */
function answered({ graph, from }: Giving, offers: Iterable<Offer>, besides: readonly Yes[]): Grant | undefined {
  let conditional: Grant | undefined
  for (const { verb, questions } of offers) {
    if (!questions.every(({ action }) => graph.may(from, action))) continue
    const answers = askAll(graph.account, questions, graph.budget)
    if (!answers) continue
    const grant = { verb, answers: [...answers, ...besides] }
    if (answers.every(({ certain }) => certain)) return grant
    conditional ??= grant
  }
  return conditional
}

const WORDS = { user: 'User', role: 'Role', group: 'Group' } as const
const wordOf = (arn: string | undefined, otherwise: Holder['kind']) =>
  WORDS[arn?.includes(':group/') ? 'group' : otherwise]

const boundaryOf = ({ boundary }: Holder): Question['context'] => ({ 'iam:permissionsboundary': boundary?.arn })

/** Taking away what alone keeps `to` from being allowed everything: its boundary, or a policy that denies. */
function* freeing(giving: Giving): Generator<Offer> {
  const { graph, to, who, asks } = giving
  if (to.boundary && allowedEverything(graph, { ...to, boundary: undefined }))
    for (const question of endsOfBoundary(giving))
      yield { verb: `may lift the permissions boundary of ${who}`, questions: [question] }
  const denying = to.identity.filter(({ document }) => document.statements.some(({ effect }) => effect === 'Deny'))
  for (const policy of denying.slice(0, MOST)) {
    const { name, arn, attachedTo } = policy
    const word = wordOf(attachedTo, to.kind)
    const left = (identity: Holder['identity']) => allowedEverything(graph, { ...to, identity })
    if (left(to.identity.filter((one) => one !== policy)))
      yield {
        verb: `may take the policy ${name.split('/').at(-1)} off ${who}`,
        questions: [
          asks(`iam:${arn === undefined ? 'Delete' : 'Detach'}${word}Policy`, attachedTo ?? to.id, {
            ...(word !== 'Group' && boundaryOf(to)),
            ...(arn !== undefined && { 'iam:policyarn': arn }),
          }),
        ],
      }
    if (to.kind === 'user' && word === 'Group' && left(to.identity.filter((one) => one.attachedTo !== attachedTo)))
      yield {
        verb: `may take ${who} out of ${attachedTo?.split('/').at(-1)}`,
        questions: [asks('iam:RemoveUserFromGroup', attachedTo ?? '')],
      }
  }
}

/** What it takes besides so that more policies make `to` an administrator: nothing, or the end of its boundary. */
function removesLimit(giving: Giving): readonly Yes[] | undefined {
  const { graph, to } = giving
  const granted = { ...to, identity: [...to.identity, ALLOW_ALL] }
  if (allowedEverything(graph, granted)) return []
  if (!to.boundary || !allowedEverything(graph, { ...granted, boundary: undefined })) return undefined
  const ends = [...endsOfBoundary(giving)].map((question) => ({ verb: '', questions: [question] }))
  return answered(giving, ends, [])?.answers
}

/** Deleting the boundary, putting a wide one in its place, or rewriting it. */
function* endsOfBoundary({ graph, to, asks }: Giving): Generator<Question> {
  const word = wordOf(undefined, to.kind)
  yield asks(`iam:Delete${word}PermissionsBoundary`, to.id, boundaryOf(to))
  yield asks(`iam:Put${word}PermissionsBoundary`, to.id, { 'iam:permissionsboundary': ADMINISTRATOR_ACCESS })
  const { arn = '' } = to.boundary ?? {}
  const policy = graph.account.policies.get(arn)
  // One question ends it, so that a policy full of versions is left aside.
  if (policy?.own && !isFull(policy)) yield asks('iam:CreatePolicyVersion', arn)
}

function* grants(giving: Giving): Generator<Offer> {
  const { from, to, who } = giving
  yield* policiesFor(giving, to.id, who)
  for (const group of to.groups) yield* policiesFor(giving, group, from === to ? 'its group' : `a group of ${to.name}`)
  yield* rewriting(giving)
  if (to.kind === 'user') yield* joining(giving)
}

/** Policies for a user, role or group, by its ARN. */
function* policiesFor(giving: Giving, resource: string, whose: string): Generator<Offer> {
  const { graph, to, from, asks } = giving
  const word = wordOf(resource, to.kind)
  const attach = `iam:Attach${word}Policy`
  const limit = word === 'Group' ? {} : boundaryOf(to)
  const attaching = (policy: string) => asks(attach, resource, { ...limit, 'iam:policyarn': policy })
  const attachable = graph.may(from, attach) && ask(graph.account, asks(attach, resource, limit), graph.budget)
  if (attachable) yield { verb: `may attach any policy to ${whose}`, questions: [attaching(ADMINISTRATOR_ACCESS)] }
  yield { verb: `may write a policy of ${whose}`, questions: [asks(`iam:Put${word}Policy`, resource, limit)] }
  if (!attachable || attachable.certain) return
  // Some policies alone may be attached: which of those are wide, or can be made so?
  for (const policy of [`${AWS_POLICY}/IAMFullAccess`, ...widePolicies(graph)])
    yield { verb: `may attach ${policy.split('/').at(-1)} to ${whose}`, questions: [attaching(policy)] }
  for (const policy of namesLike(graph.account.account, from, 'policy'))
    yield {
      verb: `may make a policy and attach it to ${whose}`,
      questions: [asks('iam:CreatePolicy', policy), attaching(policy)],
    }
}

/** The account's own policies that allow everything. */
const widePolicies = (graph: Graph): readonly string[] =>
  graph.once('wide policies', () => {
    const nobody: Holder = {
      ...{
        id: `arn:aws:iam::${graph.account.account}:group/nobody`,
        kind: 'group',
        name: 'nobody',
        entityId: 'nobody',
      },
      ...{ identity: [], boundary: undefined, tags: new Map(), groups: [], trust: undefined },
    }
    const all = [...graph.account.policies.values()].filter(({ own }) => own)
    return all
      .filter(({ applied }) => allowedEverything(graph, { ...nobody, identity: [applied] }))
      .map(({ arn }) => arn)
      .slice(0, MOST)
  })

/** A managed policy has no more; for another one an old one has to go. */
const VERSIONS = 5
const isFull = ({ otherVersions }: ManagedPolicy): boolean => otherVersions.length + 1 >= VERSIONS

/** New texts for managed policies that `to` has, and old ones that were wider. */
function* rewriting({ graph, to, who, asks }: Giving): Generator<Offer> {
  for (const { arn } of to.identity) {
    const policy = arn === undefined ? undefined : graph.account.policies.get(arn)
    if (arn === undefined || !policy?.own) continue
    yield {
      verb: `may rewrite a policy of ${who}`,
      questions: [
        asks('iam:CreatePolicyVersion', arn),
        ...(isFull(policy) ? [asks('iam:DeletePolicyVersion', arn)] : []),
      ],
    }
    if (policy.otherVersions.some((document) => widens(graph, to, { name: arn, arn, document })))
      yield {
        verb: `may restore a wider version of a policy of ${who}`,
        questions: [asks('iam:SetDefaultPolicyVersion', arn)],
      }
  }
}

/** Whether the policy allows everything, or to take that for oneself. */
function widens(graph: Graph, to: Holder, policy: Holder['identity'][number]): boolean {
  const { account, budget } = graph
  const changed: Holder = { ...to, boundary: undefined, identity: [policy] }
  if (allowedEverything(graph, changed)) return true
  const word = WORDS[to.kind]
  const attached = { 'iam:policyarn': ADMINISTRATOR_ACCESS }
  return [
    holderAsks(account, changed, `iam:Put${word}Policy`, to.id, { resourceTags: to.tags }),
    holderAsks(account, changed, `iam:Attach${word}Policy`, to.id, { resourceTags: to.tags, context: attached }),
  ].some((question) => ask(account, question, budget))
}

/** Groups that `to` can be put into: of administrators, or of whoever `from` then makes administrators. */
function* joining(giving: Giving): Generator<Offer> {
  const { graph, from, to, who, asks } = giving
  if (!graph.may(from, 'iam:AddUserToGroup')) return
  const verb = (group: string) => (from === to ? `may join ${group}` : `may add ${who} to ${group}`)
  for (const group of groupsOpenTo(giving)) {
    const join = asks('iam:AddUserToGroup', group.id)
    if (from !== to && administrator(graph, group)) yield { verb: verb(group.name), questions: [join] }
    for (const offer of policiesFor(giving, group.id, 'the group'))
      yield { verb: `${verb(group.name)} and ${offer.verb}`, questions: [join, ...offer.questions] }
  }
  if (!graph.may(from, 'iam:CreateGroup')) return
  for (const id of namesLike(graph.account.account, from, 'group'))
    for (const offer of policiesFor(giving, id, 'the group'))
      yield {
        verb: `${verb('a new group')} and ${offer.verb}`,
        questions: [asks('iam:CreateGroup', id), asks('iam:AddUserToGroup', id), ...offer.questions],
      }
}

/** Groups that `to` is not in and `from` may put it into. */
function groupsOpenTo({ graph, to, asks }: Giving): readonly Holder[] {
  const { account, budget } = graph
  const open: Holder[] = []
  for (const group of account.holders.values()) {
    if (group.kind !== 'group' || to.groups.includes(group.id) || open.length >= MOST || budget.left <= 0) continue
    if (ask(account, asks('iam:AddUserToGroup', group.id), budget)) open.push(group)
  }
  return open
}
