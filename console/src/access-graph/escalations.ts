/** Known ways to become more than one was given: another principal, or an administrator. */
import type { Holder } from './account.ts'
import { ask, askAll, type Question, type Yes } from './ask.ts'
import type { Graph } from './graph.ts'
import { ADMINISTRATOR } from './graph.ts'
import { namesService } from './supposing.ts'
import { ALLOW_ALL, assumeQuestion, EC2, ec2Asks, holderAsks, trusting, type Way } from './ways.ts'

export const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess'

/** Actions that make somebody else's place one's own, by the kind of place. */
export const TAKEOVERS = {
  user: ['iam:CreateAccessKey', 'iam:UpdateLoginProfile', 'iam:CreateLoginProfile'],
  role: ['iam:UpdateAssumeRolePolicy', 'iam:PassRole'],
  group: ['iam:AddUserToGroup'],
} as const

/** The ways to take the place of `to`, besides assuming it. Administrators are not asked: they may all of it. */
export function takeovers(graph: Graph, from: Holder, to: Holder): readonly Way[] {
  if (from === to || surelyAdministrator(graph, from)) return []
  const { account, budget } = graph
  const may = (action: string) => graph.may(from, action)
  const asks = (action: string, context?: Question['context']) =>
    holderAsks(account, from, action, to.id, { resourceTags: to.tags, ...(context && { context }) })
  const way = (verb: string, questions: readonly Question[], remarks: readonly string[] = []): readonly Way[] => {
    const answers = askAll(account, questions, budget)
    return answers ? [{ from, to, kind: 'escalate', verb, answers, remarks }] : []
  }
  if (to.kind === 'user') {
    return [
      ...(may('iam:CreateAccessKey') ? way('may make an access key of', [asks('iam:CreateAccessKey')]) : []),
      ...(may('iam:UpdateLoginProfile')
        ? way('may change the password of', [asks('iam:UpdateLoginProfile')], ['if it has a password'])
        : []),
      ...(may('iam:CreateLoginProfile')
        ? way('may give a password to', [asks('iam:CreateLoginProfile')], ['if it has no password yet'])
        : []),
    ]
  }
  if (to.kind === 'group') {
    return from.kind === 'user' && !from.groups.includes(to.id) && may('iam:AddUserToGroup')
      ? way('may join', [asks('iam:AddUserToGroup')])
      : []
  }
  return [
    ...(from.kind !== 'group' && may('iam:UpdateAssumeRolePolicy')
      ? way('may rewrite the trust policy of', [
          asks('iam:UpdateAssumeRolePolicy'),
          assumeQuestion(account, from, { ...to, trust: trusting(from) }),
        ])
      : []),
    ...passWays(graph, from, to),
  ]
}

/** Running an instance with the role: what runs on it gets the role's credentials. */
function passWays(graph: Graph, from: Holder, role: Holder): readonly Way[] {
  const { account, budget } = graph
  if (!graph.may(from, 'iam:PassRole')) return []
  const asks = (action: string, resource: string, context?: Question['context']) =>
    holderAsks(account, from, action, resource, context && { context })
  const instances = `arn:aws:ec2:${account.region}:${account.account}:instance/*`
  const passed = askAll(
    account,
    [
      asks('iam:PassRole', role.id, { 'iam:passedtoservice': EC2, 'iam:associatedresourcearn': instances }),
      ec2Asks(account, role, undefined),
    ],
    budget,
  )
  if (!passed) return []
  const profile = profileFor(graph, from, role)
  if (!profile) return []
  const way = (verb: string, answers: readonly Yes[], remarks: readonly string[]): Way => ({
    ...{ from, to: role, kind: 'pass', verb, remarks },
    answers: [...passed, ...profile.answers, ...answers],
  })
  const launch = launchAnswers(graph, from, profile.arn)
  if (launch) return [way('may run an instance as', launch, [])]
  for (const instance of [...account.instances.keys()].slice(0, 20)) {
    for (const action of ['ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation']) {
      const answer = ask(account, asks(action, instance, { 'ec2:newinstanceprofile': profile.arn }), budget)
      if (answer) return [way('may hand an instance the role', [answer], ['if it can run something on that instance'])]
    }
  }
  return []
}

/** A profile that carries the role, or one that `from` may make for it. */
function profileFor({ account, profilesOf, budget }: Graph, from: Holder, role: Holder) {
  const [standing] = profilesOf.get(role.id) ?? []
  if (standing) return { arn: standing.id, answers: [] }
  const arn = `arn:aws:iam::${account.account}:instance-profile/${role.name}`
  const answers = askAll(
    account,
    ['iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile'].map((action) =>
      holderAsks(account, from, action, arn),
    ),
    budget,
  )
  return answers && { arn, answers }
}

/** What every launch needs: EC2 asks ec2:RunInstances once for each of these. */
const LAUNCHED = ['instance', 'image', 'subnet', 'network-interface', 'security-group', 'volume'] as const

function launchAnswers({ account, budget, may }: Graph, from: Holder, profile: string): readonly Yes[] | undefined {
  if (!may(from, 'ec2:RunInstances')) return undefined
  const written = from.identity.flatMap(({ document }) =>
    document.statements.flatMap(({ resource }) => resource?.values ?? []),
  )
  const answers: Yes[] = []
  for (const type of LAUNCHED) {
    const owner = type === 'image' ? '' : account.account
    const any = `arn:aws:ec2:${account.region}:${owner}:${type}/*`
    const named = written.filter((arn) => arn.startsWith(any.slice(0, -1)) && !/[*?$]/.test(arn))
    const context = { 'ec2:region': account.region, ...(type === 'instance' && { 'ec2:instanceprofile': profile }) }
    const answer = [any, ...named]
      .map((resource) => ask(account, holderAsks(account, from, 'ec2:RunInstances', resource, { context }), budget))
      .find((yes) => yes !== undefined)
    if (!answer) return undefined
    answers.push(answer)
  }
  return answers
}

/** Whether somebody is allowed everything: an action that nobody knows, and those that matter most. */
export function administrator(graph: Graph, holder: Holder): readonly Yes[] | undefined {
  if (!known.has(holder)) known.set(holder, allowedEverything(graph, holder))
  return known.get(holder)
}
const known = new WeakMap<Holder, readonly Yes[] | undefined>()

/** Whether nothing has to turn out well for it. */
export const surelyAdministrator = (graph: Graph, holder: Holder): boolean =>
  administrator(graph, holder)?.every(({ certain }) => certain) ?? false

function allowedEverything({ account, budget }: Graph, holder: Holder): readonly Yes[] | undefined {
  if (!holder.identity.some(({ document }) => namesService(document, 'any-service:AnyAction'))) return undefined
  const inIam = (rest: string) => `arn:aws:iam::${account.account}:${rest}`
  return askAll(
    account,
    [
      holderAsks(account, holder, 'any-service:AnyAction', 'arn:aws:any-service:::anything'),
      holderAsks(account, holder, 'iam:AttachRolePolicy', inIam('role/anything')),
      holderAsks(account, holder, 'iam:CreateUser', inIam('user/anything')),
      holderAsks(account, holder, 's3:PutObject', 'arn:aws:s3:::anything/anything'),
      holderAsks(account, holder, 'ec2:RunInstances', `arn:aws:ec2:${account.region}:${account.account}:instance/*`),
    ],
    budget,
  )
}

const GRANTS = [
  ['iam:AttachUserPolicy', 'iam:PutUserPolicy', 'iam:AttachRolePolicy', 'iam:PutRolePolicy'],
  ['iam:AttachGroupPolicy', 'iam:PutGroupPolicy', 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'],
].flat()

/** Whether `from` could be permitted to give anybody anything at all; a cheap no for most. */
export const couldGrant = ({ may }: Graph, from: Holder): boolean => GRANTS.some((action) => may(from, action))

interface Grant {
  readonly verb: string
  readonly answers: readonly Yes[]
}

/** How `from` can have `to`, itself or somebody else, be allowed everything; what is certain rather than what is not. */
export function grantTo(graph: Graph, from: Holder, to: Holder): Grant | undefined {
  const { account, budget } = graph
  const unlimited = removesLimit(graph, from, to)
  if (!unlimited) return undefined
  let conditional: Grant | undefined
  for (const { verb, action, resource, context } of grantQuestions(graph, from, to)) {
    if (!graph.may(from, action)) continue
    const more = { context, ...(resource === to.id && { resourceTags: to.tags }) }
    const answer = ask(account, holderAsks(account, from, action, resource, more), budget)
    if (!answer) continue
    const grant = { verb, answers: [answer, ...unlimited] }
    if (answer.certain) return grant
    conditional ??= grant
  }
  return conditional
}

function grantQuestions(graph: Graph, from: Holder, to: Holder) {
  const who = to.kind === 'group' ? 'the group' : from === to ? 'itself' : to.name
  const whoseGroup = from === to ? 'its group' : `a group of ${to.name}`
  const boundary = { 'iam:permissionsboundary': to.boundary?.arn }
  const attached = { 'iam:policyarn': ADMINISTRATOR_ACCESS }
  const word = to.kind === 'user' ? 'User' : to.kind === 'role' ? 'Role' : 'Group'
  const onHolder = (resource: string, kind: string, whose: string, limit: Question['context']) => [
    {
      verb: `may attach any policy to ${whose}`,
      action: `iam:Attach${kind}Policy`,
      resource,
      context: { ...limit, ...attached },
    },
    { verb: `may write a policy of ${whose}`, action: `iam:Put${kind}Policy`, resource, context: { ...limit } },
  ]
  const policies = to.identity.flatMap(({ arn }) => (arn === undefined ? [] : (graph.account.policies.get(arn) ?? [])))
  return [
    ...onHolder(to.id, word, who, word === 'Group' ? {} : boundary),
    ...to.groups.flatMap((group) => onHolder(group, 'Group', whoseGroup, {})),
    ...policies
      .filter(({ own }) => own)
      .flatMap(({ arn, otherVersions }) => [
        { verb: `may rewrite a policy of ${who}`, action: 'iam:CreatePolicyVersion', resource: arn, context: {} },
        ...(otherVersions.some((document) => isAllowedAll(graph, to, { name: arn, arn, document }))
          ? [
              {
                verb: `may restore a wider version of a policy of ${who}`,
                action: 'iam:SetDefaultPolicyVersion',
                resource: arn,
                context: {},
              },
            ]
          : []),
      ]),
  ]
}

const isAllowedAll = (graph: Graph, to: Holder, policy: Holder['identity'][number]): boolean =>
  allowedEverything(graph, { ...to, boundary: undefined, identity: [policy] }) !== undefined

/** What it takes besides so that more policies make `to` an administrator: nothing, or the end of its boundary. */
function removesLimit(graph: Graph, from: Holder, to: Holder): readonly Yes[] | undefined {
  const granted = { ...to, identity: [...to.identity, ALLOW_ALL] }
  if (allowedEverything(graph, granted)) return []
  if (!to.boundary || !allowedEverything(graph, { ...granted, boundary: undefined })) return undefined
  const action = to.kind === 'user' ? 'iam:DeleteUserPermissionsBoundary' : 'iam:DeleteRolePermissionsBoundary'
  return askAll(
    graph.account,
    [holderAsks(graph.account, from, action, to.id, { resourceTags: to.tags })],
    graph.budget,
  )
}

/** The ways to be an administrator without anybody else's place: being one, or making oneself or something new one. */
export function administratorWays(graph: Graph, from: Holder): readonly Way[] {
  const way = (kind: Way['kind'], verb: string, answers: readonly Yes[]): Way => ({
    ...{ from, to: ADMINISTRATOR, kind, verb, answers, remarks: [] },
  })
  const is = administrator(graph, from)
  const being = is ? [way('administrator', 'is allowed everything', is)] : []
  if (surelyAdministrator(graph, from)) return being
  const itself = couldGrant(graph, from) ? grantTo(graph, from, from) : undefined
  if (itself) return [...being, way('escalate', itself.verb, itself.answers)]
  const made = makesAdministrator(graph, from)
  return made ? [...being, way('escalate', made.verb, made.answers)] : being
}

/** A role or user of one's own making. */
function makesAdministrator(graph: Graph, from: Holder) {
  const { account, may, budget } = graph
  for (const kind of ['role', 'user'] as const) {
    const word = kind === 'role' ? 'Role' : 'User'
    if (!may(from, `iam:Create${word}`) || (kind === 'role' && from.kind === 'group')) continue
    for (const id of newNames(account.account, from, kind)) {
      const asks = (action: string, context: Question['context'] = {}) =>
        holderAsks(account, from, action, id, {
          context: { 'iam:permissionsboundary': undefined, ...context },
          resourceTags: new Map(),
        })
      const use =
        kind === 'role'
          ? assumeQuestion(account, from, { id, tags: new Map(), trust: trusting(from) })
          : asks('iam:CreateAccessKey')
      const made = askAll(account, [asks(`iam:Create${word}`), use], budget)
      const given =
        made &&
        (ask(account, asks(`iam:Attach${word}Policy`, { 'iam:policyarn': ADMINISTRATOR_ACCESS }), budget) ??
          ask(account, asks(`iam:Put${word}Policy`), budget))
      if (made && given) return { verb: `may make a ${kind} that is allowed everything`, answers: [...made, given] }
    }
  }
  return undefined
}

/** Names that nobody has, of the forms that the policies of `from` speak of. */
function newNames(account: string, { identity }: Holder, kind: 'role' | 'user'): readonly string[] {
  const written = identity.flatMap(({ document }) =>
    document.statements.flatMap(({ effect, resource }) =>
      effect === 'Allow' && resource && !resource.negated ? resource.values : [],
    ),
  )
  const forms = written
    .filter((pattern) => pattern.includes(`:${kind}/`) && !pattern.includes('$'))
    .map(
      (pattern) =>
        `arn:aws:iam::${account}:${kind}/${(pattern.split(`:${kind}/`)[1] ?? '').replaceAll('*', 'new').replaceAll('?', 'x')}`,
    )
  return [...new Set([`arn:aws:iam::${account}:${kind}/new`, ...forms])].slice(0, 8)
}
