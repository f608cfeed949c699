/** What one may make of oneself or of somebody else so that policies read otherwise: other tags, another name or path. */
import type { PolicyDocument } from 'rolecall/policy'
import type { Holder } from './account.ts'
import { ask, askAll, type Question, type Yes } from './ask.ts'
import type { Graph } from './graph.ts'
import { idsLike } from './new-names.ts'
import { holderAsks, type Way } from './ways.ts'

/** Somebody as changed by `by`. */
export interface Guise {
  readonly as: Holder
  /** `may tag itself team=blue`. */
  readonly verb: string
  readonly answers: readonly Yes[]
  readonly remarks: readonly string[]
}

/** Guises of one holder that are looked at. */
const MOST = 12

const own = new WeakMap<Holder, readonly Guise[]>()

/** What `from` may make of itself. */
export function ownGuises(graph: Graph, from: Holder): readonly Guise[] {
  let guises = own.get(from)
  if (!guises) {
    const made = from.kind === 'group' ? [] : [...tagged(graph, from, from), ...renamed(graph, from, from)]
    guises = [...made, ...(from.kind === 'user' ? groupsRenamed(graph, from) : [])].slice(0, MOST)
    own.set(from, guises)
  }
  return guises
}

/** What `from` may make of `to` so that its own policies permit it more of that. */
export const guisesFor = (graph: Graph, from: Holder, to: Holder): readonly Guise[] =>
  [...tagged(graph, from, to), ...renamed(graph, from, to)].slice(0, MOST)

/** The ways of somebody in the guise, as ways of whoever puts it on. */
export const waysInGuise = (guise: Guise, from: Holder, to: Way['to'] | undefined, ways: readonly Way[]): Way[] =>
  ways.map((way) => ({
    ...way,
    from,
    to: to ?? way.to,
    kind: 'escalate',
    verb: `${guise.verb} and ${way.verb}`,
    answers: [...guise.answers, ...way.answers],
    remarks: [...guise.remarks, ...way.remarks],
  }))

/** The ways that the guises open, at most one: a certain one, or where none is, one under conditions. */
export function bestInGuises(guises: readonly Guise[], ways: (guise: Guise) => readonly Way[]): readonly Way[] {
  let conditional: Way | undefined
  for (const guise of guises) {
    for (const way of ways(guise)) {
      if (way.remarks.length === 0 && way.answers.every(({ certain }) => certain)) return [way]
      conditional ??= way
    }
  }
  return conditional ? [conditional] : []
}

const who = (from: Holder, to: Holder): string => (from === to ? 'itself' : 'it')

/** `to` with another tag, or without one that stands in the way. */
function* tagged(graph: Graph, from: Holder, to: Holder): Generator<Guise> {
  if (to.kind === 'group') return
  const { account, budget, may } = graph
  const word = to.kind === 'user' ? 'User' : 'Role'
  const change = (action: string, keys: readonly string[], context: Question['context']): Yes | undefined =>
    may(from, action)
      ? ask(
          account,
          holderAsks(account, from, action, to.id, {
            context: { 'aws:tagkeys': keys, ...context },
            resourceTags: to.tags,
          }),
          budget,
        )
      : undefined
  if (!may(from, `iam:Tag${word}`) && !may(from, `iam:Untag${word}`)) return
  const wanted = tagsThatCount(graph, from, from === to)
  for (const set of tagSets(wanted, to.tags)) {
    const keys = [...set.keys()]
    const answer = change(
      `iam:Tag${word}`,
      keys,
      Object.fromEntries([...set].map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, value])),
    )
    if (!answer) continue
    const shown = [...set].map(([key, value]) => `${key}=${value}`).join(', ')
    yield {
      as: withTags(to, set),
      verb: `may tag ${who(from, to)} ${shown}`,
      answers: [answer],
      remarks: remark(to, keys),
    }
  }
  for (const key of to.tags.keys()) {
    if (!wanted.has(key.toLowerCase()) || to.kind === 'role') continue
    const answer = change(`iam:Untag${word}`, [key], {})
    if (answer)
      yield {
        as: { ...to, madeOf: to.madeOf ?? [to], tags: new Map([...to.tags].filter(([one]) => one !== key)) },
        verb: `may take the tag ${key} off ${who(from, to)}`,
        answers: [answer],
        remarks: [],
      }
  }
}

/** A session's own tags come before those of its role. */
const remark = (to: Holder, keys: readonly string[]): readonly string[] =>
  to.kind === 'role' ? [`unless its session has tags ${keys.join(', ')} of its own`] : []

function withTags(to: Holder, set: ReadonlyMap<string, string>): Holder {
  const replaced = new Set([...set.keys()].map((key) => key.toLowerCase()))
  const left = [...to.tags].filter(([key]) => !replaced.has(key.toLowerCase()))
  return { ...to, madeOf: to.madeOf ?? [to], tags: new Map([...left, ...set]), sessionTags: set }
}

/** Each value of each key by itself, and the first of every key together. */
function* tagSets(
  wanted: ReadonlyMap<string, Wanted>,
  tags: ReadonlyMap<string, string>,
): Generator<ReadonlyMap<string, string>> {
  const has = new Map([...tags].map(([key, value]) => [key.toLowerCase(), value]))
  for (const [id, { key, values }] of wanted)
    for (const value of values) if (has.get(id) !== value) yield new Map([[key, value]])
  if (wanted.size > 1) yield new Map([...wanted.values()].map(({ key, values: [first = ''] }) => [key, first]))
}

interface Wanted {
  readonly key: string
  readonly values: readonly string[]
}

const PRINCIPAL_OR_RESOURCE = /^(?:aws:principaltag|aws:resourcetag|iam:resourcetag)\/(.+)$/i
const RESOURCE = /^(?:aws:resourcetag|iam:resourcetag)\/(.+)$/i
/** AWS takes no other characters in a tag. */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u
/** A value that no policy speaks of, for whoever must not have another. */
const ANOTHER = 'another'

/** Tags that conditions ask for, with values that they may want. */
function tagsThatCount(graph: Graph, from: Holder, own: boolean): ReadonlyMap<string, Wanted> {
  const documents = [...from.identity, ...(from.boundary ? [from.boundary] : [])].map(({ document }) => document)
  const found = new Map<string, Wanted>()
  for (const document of [...documents, ...(own ? trustsOnTags(graph) : [])])
    for (const { effect, conditions } of document.statements)
      for (const { operator, keys } of conditions)
        for (const { key, values } of keys) {
          const [, tag] = (own ? PRINCIPAL_OR_RESOURCE : RESOURCE).exec(key) ?? []
          if (tag === undefined) continue
          const known = found.get(tag.toLowerCase())?.values ?? []
          const wanted = values.map((value) => value.replaceAll('*', 'x').replaceAll('?', 'x'))
          const other = effect === 'Deny' || /not/i.test(operator) ? [ANOTHER] : []
          const usable = [...wanted, ...other].filter((value) => TAG_VALUE.test(value))
          found.set(tag.toLowerCase(), { key: tag, values: [...new Set([...known, ...usable])].slice(0, MOST) })
        }
  return found
}

const mentions = (pattern: RegExp) => (document: PolicyDocument) =>
  document.statements.some(({ conditions }) => conditions.some(({ keys }) => keys.some(({ key }) => pattern.test(key))))

const trusts = ({ account: { holders } }: Graph) => [
  ...new Set([...holders.values()].flatMap(({ trust }) => (trust ? [trust.document] : []))),
]
const trustsOnTags = (graph: Graph): readonly PolicyDocument[] =>
  graph.once('trusts on tags', () =>
    trusts(graph)
      .filter(mentions(/^aws:principaltag\//i))
      .slice(0, MOST),
  )
const trustsOnNames = (graph: Graph): readonly PolicyDocument[] =>
  graph.once('trusts on names', () => trusts(graph).filter(mentions(NAME_KEY)).slice(0, MOST))

const NAME_KEY = /^aws:(?:username|principalarn)$/i

const shortId = ({ id, kind }: Holder): string => id.slice(id.indexOf(`:${kind}/`) + kind.length + 2)
const nameIn = (shortened: string): string => shortened.split('/').at(-1) ?? shortened

/** `to`, a user, under a name or path that policies speak of. */
function* renamed(graph: Graph, from: Holder, to: Holder): Generator<Guise> {
  if (
    to.kind === 'role' ||
    from.groups.includes(to.id) ||
    !graph.may(from, to.kind === 'user' ? 'iam:UpdateUser' : 'iam:UpdateGroup')
  )
    return
  const names = [...idsLike(from, to.kind), ...(from === to ? namesWanted(graph, from) : [])]
  for (const name of new Set(names)) {
    const renaming = rename(graph, from, to, name)
    if (!renaming) continue
    const { id, answers } = renaming
    yield {
      as: { ...to, madeOf: to.madeOf ?? [to], id, name: nameIn(name), identity: carriedBy(to, to.id, id) },
      verb: `may rename ${who(from, to)} to ${name}`,
      answers,
      remarks: [],
    }
  }
}

/** A user whose group has another name or path. */
function* groupsRenamed(graph: Graph, from: Holder): Generator<Guise> {
  if (!graph.may(from, 'iam:UpdateGroup')) return
  for (const group of from.groups.flatMap((id) => graph.account.holders.get(id) ?? []))
    for (const name of new Set(idsLike(from, 'group'))) {
      const renaming = rename(graph, from, group, name)
      if (!renaming) continue
      const { id, answers } = renaming
      yield {
        as: {
          ...from,
          madeOf: from.madeOf ?? [from],
          groups: from.groups.map((one) => (one === group.id ? id : one)),
          identity: carriedBy(from, group.id, id),
        },
        verb: `may rename its group ${group.name} to ${name}`,
        answers,
        remarks: [],
      }
    }
}

const carriedBy = ({ identity }: Holder, before: string, after: string): Holder['identity'] =>
  identity.map((policy) => (policy.attachedTo === before ? { ...policy, attachedTo: after } : policy))

/** IAM asks about what is renamed and about what it becomes, which is not there and has no tags. */
function rename(graph: Graph, from: Holder, to: Holder, name: string) {
  const { account, budget } = graph
  const id = `arn:aws:iam::${account.account}:${to.kind}/${name}`
  const taken = namesOf(graph, to.kind).has(nameIn(name).toLowerCase()) && nameIn(name) !== to.name
  if (id === to.id || taken || !/^[\w+=,.@/-]+$/.test(name)) return undefined
  const action = to.kind === 'user' ? 'iam:UpdateUser' : 'iam:UpdateGroup'
  const answers = askAll(
    account,
    [
      holderAsks(account, from, action, to.id, { resourceTags: to.tags }),
      holderAsks(account, from, action, id, { resourceTags: new Map() }),
    ],
    budget,
  )
  return answers && { id, answers }
}

const namesOf = (graph: Graph, kind: Holder['kind']): ReadonlySet<string> =>
  graph.once(`names of ${kind}s`, () => {
    const all = [...graph.account.holders.values()].filter((one) => one.kind === kind)
    return new Set(all.map(({ name }) => name.toLowerCase()))
  })

/** Names that conditions ask a caller for, and those that `${aws:username}` makes the name of something that is there. */
function namesWanted(graph: Graph, from: Holder): readonly string[] {
  const path = shortId(from).slice(0, -from.name.length)
  const documents = from.identity.map(({ document }) => document)
  const names: string[] = []
  for (const { conditions, resource, effect } of [...documents, ...trustsOnNames(graph)].flatMap(
    (one) => one.statements,
  )) {
    if (effect !== 'Allow') continue
    for (const { key, values } of conditions.flatMap(({ keys }) => keys)) {
      const filled = values.map((value) => value.replaceAll('*', 'new').replaceAll('?', 'x'))
      if (/^aws:username$/i.test(key)) names.push(...filled.map((value) => path + value))
      if (/^aws:principalarn$/i.test(key))
        names.push(...filled.flatMap((value) => (value.includes(':user/') ? [value.split(':user/')[1] ?? ''] : [])))
    }
    for (const pattern of (resource?.values ?? []).filter((value) => value.toLowerCase().includes(USERNAME)))
      names.push(...namesFitting(graph, pattern).map((name) => path + name))
  }
  return names.slice(0, MOST)
}

const USERNAME = '${aws:username}'

/** What the variable has to be for the pattern to name somebody or a role that there is. */
function namesFitting({ account }: Graph, pattern: string): readonly string[] {
  const at = pattern.toLowerCase().indexOf(USERNAME)
  const [before, after] = [pattern.slice(0, at), pattern.slice(at + USERNAME.length)]
  const fitting: string[] = []
  for (const id of account.holders.keys()) {
    if (fitting.length === MOST) break
    const inside = id.slice(before.length, id.length - after.length)
    if (id.startsWith(before) && id.endsWith(after) && inside !== '' && !inside.includes('/')) fitting.push(inside)
  }
  return fitting
}
