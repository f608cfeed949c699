/** Known ways to become more than one was given: another principal, or an administrator. */
import type { Holder } from './account.ts'
import { administrator, surelyAdministrator } from './administrator.ts'
import { ask, askAll, type Question, type Yes } from './ask.ts'
import { ADMINISTRATOR_ACCESS, couldGrant, grantTo } from './grants.ts'
import type { Graph } from './graph.ts'
import { ADMINISTRATOR } from './graph.ts'
import { bestInGuises, ownGuises, waysInGuise } from './guises.ts'
import { namesLike } from './new-names.ts'
import { passWays, userDataWays } from './passing.ts'
import { assumeQuestion, holderAsks, isCertain, trusting, type Way } from './ways.ts'

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
    ...userDataWays(graph, from, to),
  ]
}

/** The ways to be an administrator without anybody else's place: being one, or making oneself or something new one. */
export function administratorWays(graph: Graph, from: Holder): readonly Way[] {
  const ways = waysAsItIs(graph, from)
  if (ways.some(isCertain)) return ways
  const others = bestInGuises(ownGuises(graph, from), (guise) =>
    waysInGuise(guise, from, undefined, waysAsItIs(graph, guise.as)),
  )
  return others.some(isCertain) || ways.length === 0 ? [...ways, ...others] : ways
}

function waysAsItIs(graph: Graph, from: Holder): readonly Way[] {
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
  const first = (questions: readonly Question[]) => {
    for (const question of questions) {
      const answer = may(from, question.action) ? ask(account, question, budget) : undefined
      if (answer) return answer
    }
    return undefined
  }
  for (const kind of ['role', 'user'] as const) {
    const word = kind === 'role' ? 'Role' : 'User'
    if (!may(from, `iam:Create${word}`) || (kind === 'role' && from.kind === 'group')) continue
    for (const id of namesLike(account.account, from, kind)) {
      const asks = (action: string, context: Question['context'] = {}) =>
        holderAsks(account, from, action, id, {
          context: { 'iam:permissionsboundary': undefined, ...context },
          resourceTags: new Map(),
        })
      const created = first([asks(`iam:Create${word}`)])
      const used =
        kind === 'role'
          ? ask(account, assumeQuestion(account, from, { id, tags: new Map(), trust: trusting(from) }), budget)
          : first([asks('iam:CreateAccessKey'), asks('iam:CreateLoginProfile')])
      const given = first([
        asks(`iam:Attach${word}Policy`, { 'iam:policyarn': ADMINISTRATOR_ACCESS }),
        asks(`iam:Put${word}Policy`),
        ...(kind === 'user' ? administratorGroups(graph) : []).map((group) =>
          holderAsks(account, from, 'iam:AddUserToGroup', group.id),
        ),
      ])
      if (created && used && given)
        return { verb: `may make a ${kind} that is allowed everything`, answers: [created, used, given] }
    }
  }
  return undefined
}

const administratorGroups = (graph: Graph): readonly Holder[] =>
  graph.once('groups of administrators', () =>
    [...graph.account.holders.values()].filter((one) => one.kind === 'group' && surelyAdministrator(graph, one)),
  )
