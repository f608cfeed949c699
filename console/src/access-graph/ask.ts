/** One question about the account, put to the policy engine, and its answer with what it rests on. */
import {
  type AppliedPolicies,
  type AppliedPolicy,
  type ContextValue,
  type DecisionRequest,
  decide,
  explain,
  type Principal,
  permits,
  reasonSentence,
  type StatementRef,
} from 'rolecall/policy'
import type { Account, Holder } from './account.ts'
import { conditionsOn, type Known, namesService, outlookOf, widestOf } from './supposing.ts'

export interface Question {
  readonly principal: Principal
  /** Condition keys of the principal that are known, in lower case, and which others are known to be absent. */
  readonly who: Facts
  /** What of the principal's own applies. */
  readonly policies: Pick<AppliedPolicies, 'identity' | 'boundary'>
  readonly action: string
  readonly resource: string
  /** Condition keys of the action that are known; undefined: known to be absent. */
  readonly context?: Readonly<Record<string, ContextValue | undefined>>
  readonly resourceTags?: ReadonlyMap<string, string>
  readonly trust?: AppliedPolicy | undefined
  /** A policy on the resource that may allow by itself, as a bucket's. */
  readonly onResource?: AppliedPolicy
}

export interface Facts {
  /** Tells the sets of known keys apart. */
  readonly id: string
  readonly context: Readonly<Record<string, ContextValue>>
  readonly absent: readonly string[]
  readonly prefixes: readonly string[]
}

/** That a question is answered yes; a no is undefined instead. */
export interface Yes {
  readonly question: Question
  readonly known: Known
  readonly certain: boolean
  /** The request with the policies as they read at best. */
  readonly best: DecisionRequest
  readonly worst: DecisionRequest
}

/** Counts the decisions of a search, which ends when there are too many. */
export interface Budget {
  left: number
}

/** Asks; undefined where not even every unknown condition turning out well would permit it. */
export function ask(account: Account, question: Question, budget: Budget): Yes | undefined {
  const known = knownTo(question)
  const { policies, trust, onResource } = question
  budget.left -= 1
  const both = outlooks(policies, known)
  const standing = trust ?? onResource
  const onIt = standing && outlookOf(standing, known)
  const rule = trust && { resourceRule: 'required' as const }
  const request = (side: 'best' | 'worst'): DecisionRequest => ({
    principal: question.principal,
    action: question.action,
    resource: question.resource,
    resourceAccount: account.account,
    context: contextOf(account, question),
    policies: {
      ...both[side],
      ...(onIt && { resource: onIt[side], ...rule }),
    },
  })
  const best = request('best')
  if (!permits(best)) return undefined
  const worst = request('worst')
  return {
    question,
    known,
    certain: both.same && (!onIt || onIt.best === onIt.worst) ? true : permits(worst),
    best,
    worst,
  }
}

/** All of the questions, or undefined as soon as one is answered no. */
export function askAll(account: Account, questions: readonly Question[], budget: Budget): readonly Yes[] | undefined {
  const answers: Yes[] = []
  for (const question of questions) {
    const answer = ask(account, question, budget)
    if (!answer) return undefined
    answers.push(answer)
  }
  return answers
}

function knownTo({ who, context = {}, resourceTags }: Question): Known {
  const extra = Object.keys(context)
  const id = `${who.id} ${extra.join(' ')} ${resourceTags ? 'tags' : ''}`
  let known = KNOWN.get(id)
  if (!known) {
    known = {
      id,
      keys: new Set([...Object.keys(who.context), ...who.absent, ...extra, 'aws:resourceaccount']),
      prefixes: [
        ...who.prefixes,
        ...(resourceTags ? ['aws:resourcetag/', 'iam:resourcetag/'] : []),
        // Whoever tags says all of the tags.
        ...('aws:tagkeys' in context ? ['aws:requesttag/'] : []),
      ],
    }
    KNOWN.set(id, known)
  }
  return known
}
const KNOWN = new Map<string, Known>()

type Own = Question['policies']
interface Outlooks {
  readonly best: Own
  readonly worst: Own
  readonly same: boolean
}
const ofPolicies = new WeakMap<Own, Map<string, Outlooks>>()

function outlooks(policies: Own, known: Known): Outlooks {
  const made = ofPolicies.get(policies) ?? new Map<string, Outlooks>()
  ofPolicies.set(policies, made)
  let both = made.get(known.id)
  if (!both) {
    const identity = policies.identity.map((policy) => outlookOf(policy, known))
    const boundary = policies.boundary && outlookOf(policies.boundary, known)
    const side = (name: 'best' | 'worst'): Own => ({
      identity: identity.map((one) => one[name]),
      ...(boundary && { boundary: boundary[name] }),
    })
    const same = [...identity, ...(boundary ? [boundary] : [])].every(({ best, worst }) => best === worst)
    both = { best: side('best'), worst: side('worst'), same }
    made.set(known.id, both)
  }
  return both
}

function contextOf(account: Account, { who, context = {}, resourceTags }: Question): Map<string, ContextValue> {
  const facts = new Map<string, ContextValue>(Object.entries(who.context))
  facts.set('aws:resourceaccount', account.account)
  for (const [key, value] of Object.entries(context)) if (value !== undefined) facts.set(key, value)
  for (const [key, value] of resourceTags ?? []) {
    facts.set(`aws:resourcetag/${key.toLowerCase()}`, value)
    facts.set(`iam:resourcetag/${key.toLowerCase()}`, value)
  }
  return facts
}

/** Keys that no call of a user or a role with keys of its own carries, or that say the same of every such call. */
const OF_EVERY_CALL = { 'aws:principalisawsservice': 'false', 'aws:viaawsservice': 'false' }
const OF_SERVICES = ['aws:principalservicename', 'aws:principalservicenameslist', 'aws:sourcearn', 'aws:sourceaccount']
const OF_SESSIONS = [
  'aws:sourceidentity',
  'aws:federatedprovider',
  'ec2:sourceinstancearn',
  'ec2:roledelivery',
  'aws:ec2instancesourcevpc',
  'aws:ec2instancesourceprivateipv4',
]

/** Who a user, a role or a member of a group is to the engine. `sessionArn`: of a role, if it has to be a certain one. */
export function holderQuestion(
  { account }: Account,
  holder: Holder,
  sessionArn?: string,
): Pick<Question, 'principal' | 'who'> {
  const { id, name, entityId, tags } = holder
  const context = { ...OF_EVERY_CALL, 'aws:principalaccount': account }
  if (holder.kind === 'role') {
    const ofTags = tagContext(holder.sessionTags ?? new Map())
    const arn = sessionArn ?? `arn:aws:sts::${account}:assumed-role/${name}/a-session`
    return {
      principal: { kind: 'assumed-role', account, arn, roleArn: id, entityId },
      who: {
        id: ['role', ...Object.keys(ofTags)].join(' '),
        context: { ...context, ...ofTags, 'aws:principalarn': id, 'aws:principaltype': 'AssumedRole' },
        absent: ['aws:username', ...OF_SERVICES],
        // A session may carry tags of its own beside the role's.
        prefixes: [],
      },
    }
  }
  const ofTags = tagContext(tags)
  return {
    principal: { kind: 'user', account, arn: id, entityId },
    who:
      holder.kind === 'group'
        ? { id: 'member', context: { ...context, 'aws:principaltype': 'User' }, absent: OF_SERVICES, prefixes: [] }
        : {
            id: 'user',
            context: {
              ...context,
              ...ofTags,
              'aws:principalarn': id,
              'aws:principaltype': 'User',
              'aws:username': name,
              'aws:userid': entityId,
            },
            absent: [...OF_SERVICES, ...OF_SESSIONS],
            prefixes: ['aws:principaltag/'],
          },
  }
}

const tagContext = (tags: ReadonlyMap<string, string>) =>
  Object.fromEntries([...tags].map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value]))

const own = new WeakMap<Holder, Own>()

/** The policies of a holder; the same object each time, by which outlooks are kept. */
export function policiesOf(holder: Holder): Own {
  let policies = own.get(holder)
  if (!policies) {
    policies = { identity: holder.identity, ...(holder.boundary && { boundary: holder.boundary }) }
    own.set(holder, policies)
  }
  return policies
}

/** The statements by which a holder could be permitted the action on something, at the very most. */
export function widestStatements(
  account: Account,
  holder: Holder,
  action: string,
  budget: Budget,
): readonly StatementRef[] {
  const policies = holder.identity.filter(({ document }) => namesService(document, action))
  if (policies.length === 0) return []
  budget.left -= 1
  const request: DecisionRequest = {
    principal: { kind: 'user', account: account.account, arn: holder.id, entityId: holder.entityId },
    ...{ action, resource: '*', resourceAccount: account.account, context: new Map() },
    policies: { identity: policies.map(widestOf) },
  }
  return permits(request) ? decide(request).statements : []
}

/** Why the answer is yes: the statements that allow it, in words and as they are written. */
export interface Evidence {
  readonly sentence: string
  readonly text: string
}

export function evidenceOf({ best, question }: Yes): readonly Evidence[] {
  const told = explain(best)
  const { statements } = told.decision
  if (statements.length === 0) return [{ sentence: reasonSentence(told), text: '' }]
  return statements.map((ref) => ({
    sentence: reasonSentence({ ...told, decision: { ...told.decision, statements: [ref] } }),
    text: statementText(question, ref),
  }))
}

/** Under which conditions a yes that is not certain holds. */
export function conditionsOf({ best, worst, question, known, certain }: Yes): readonly string[] {
  if (certain) return []
  // Of the statements of one layer any will do.
  const layers = Map.groupBy(decide(best).statements, ({ type }) => type)
  const needed = [...layers.values()].flatMap((refs) => {
    const ways = refs.map((ref) => {
      const document = documentOf(question, ref)
      return document ? conditionsOn(document, ref.index, known) : []
    })
    if (ways.some((conditions) => conditions.length === 0)) return []
    const [only, ...others] = [...new Set(ways.map((conditions) => conditions.join(' and ')))]
    return others.length === 0 ? (ways[0] ?? []).map((text) => `if ${text}`) : [`if ${[only, ...others].join(', or ')}`]
  })
  const refusal = decide(worst)
  const refused =
    refusal.effect !== 'explicit deny'
      ? []
      : refusal.statements.flatMap((ref) => {
          const document = documentOf(question, ref)
          return document ? [`unless ${conditionsOn(document, ref.index, known).join(' and ')}`] : []
        })
  return [...new Set([...needed, ...refused])]
}

function documentOf({ policies, trust, onResource }: Question, ref: StatementRef) {
  if (ref.type === 'resource-based policy') return onResource?.document
  if (ref.type === 'role trust policy') return trust?.document
  if (ref.type === 'permissions boundary') return policies.boundary?.document
  return policies.identity.find(
    ({ name, attachedTo, document }) =>
      name === ref.policy && attachedTo === ref.attachedTo && document.statements[ref.index]?.sid === ref.sid,
  )?.document
}

function statementText(question: Question, ref: StatementRef): string {
  const document = documentOf(question, ref)
  const statement = document?.statements[ref.index]
  if (!document || !statement) return ''
  const text = document.text.slice(statement.offset, statement.end)
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}
