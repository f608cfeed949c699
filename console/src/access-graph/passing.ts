/** Known ways to a role that lead over an instance: what runs on it gets the role's credentials. */
import type { GraphNode, Holder } from './account.ts'
import { ask, askAll, type Question, type Yes } from './ask.ts'
import type { Graph } from './graph.ts'
import { idsLike, namesLike } from './new-names.ts'
import { EC2, ec2Asks, holderAsks, type Way } from './ways.ts'

/** Instances, and profiles, that are looked at for one way. */
const MOST = 20

const RUNS_SOMETHING = 'if it can run something on that instance'

/** Running an instance with the role, or handing one that runs the role. */
export function passWays(graph: Graph, from: Holder, role: Holder): readonly Way[] {
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
  const way = (verb: string, answers: readonly Yes[], remarks: readonly string[]): Way => ({
    ...{ from, to: role, kind: 'pass', verb, remarks },
    answers: [...passed, ...answers],
  })
  const profile = profileFor(graph, from, role)
  if (profile) {
    const launch = launchAnswers(graph, from, profile.arn)
    if (launch) return [way('may run an instance as', [...profile.answers, ...launch], [])]
    for (const instance of [...account.instances.keys()].slice(0, MOST)) {
      for (const action of ['ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation']) {
        const answer = ask(account, asks(action, instance, { 'ec2:newinstanceprofile': profile.arn }), budget)
        if (answer) return [way('may hand an instance the role', [...profile.answers, answer], [RUNS_SOMETHING])]
      }
    }
  }
  const carried = [...account.profiles.values()].filter(({ id }) => graph.instancesOf.has(id))
  const swapped = swappedProfile(graph, from, carried, role)
  return swapped ? [way('may hand an instance the role', swapped.answers, [RUNS_SOMETHING])] : []
}

interface ProfileFor {
  readonly arn: string
  readonly answers: readonly Yes[]
}

/** A profile that carries the role, or one that `from` may make for it or put it into. */
function profileFor(graph: Graph, from: Holder, role: Holder): ProfileFor | undefined {
  const { account, profilesOf, budget } = graph
  const [standing] = profilesOf.get(role.id) ?? []
  if (standing) return { arn: standing.id, answers: [] }
  if (!graph.may(from, 'iam:AddRoleToInstanceProfile')) return undefined
  const fresh = `arn:aws:iam::${account.account}:instance-profile/${role.name}`
  for (const arn of [fresh, ...namesLike(account.account, from, 'instance-profile')]) {
    const answers = askAll(
      account,
      ['iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile'].map((action) =>
        holderAsks(account, from, action, arn),
      ),
      budget,
    )
    if (answers) return { arn, answers }
  }
  return swappedProfile(graph, from, [...account.profiles.values()], role)
}

/** One of the profiles in which `from` may put the role in the place of what it carries. */
function swappedProfile(
  { account, budget, may }: Graph,
  from: Holder,
  profiles: readonly (GraphNode & { readonly role: string | undefined })[],
  role: Holder,
): ProfileFor | undefined {
  if (!may(from, 'iam:AddRoleToInstanceProfile')) return undefined
  for (const { id, role: carried } of profiles.filter((one) => one.role !== role.id).slice(0, MOST)) {
    const emptied = carried === undefined ? [] : ['iam:RemoveRoleFromInstanceProfile']
    const answers = askAll(
      account,
      [...emptied, 'iam:AddRoleToInstanceProfile'].map((action) => holderAsks(account, from, action, id)),
      budget,
    )
    if (answers) return { arn: id, answers }
  }
  return undefined
}

/** What every launch needs: EC2 asks ec2:RunInstances once for each of these. */
const LAUNCHED = ['instance', 'image', 'subnet', 'network-interface', 'security-group', 'volume'] as const
/** Those that are there before, and are asked about by their ids. */
const STANDING: readonly string[] = ['image', 'subnet', 'security-group']

function launchAnswers({ account, budget, may }: Graph, from: Holder, profile: string): readonly Yes[] | undefined {
  if (!may(from, 'ec2:RunInstances')) return undefined
  const answers: Yes[] = []
  for (const type of LAUNCHED) {
    const ofType = `arn:aws:ec2:${account.region}:${type === 'image' ? '' : account.account}:${type}/`
    const ids = STANDING.includes(type) ? idsLike(from, type) : []
    const context = { 'ec2:region': account.region, ...(type === 'instance' && { 'ec2:instanceprofile': profile }) }
    const answer = ['*', ...ids]
      .map((id) => ask(account, holderAsks(account, from, 'ec2:RunInstances', `${ofType}${id}`, { context }), budget))
      .find((yes) => yes !== undefined)
    if (!answer) return undefined
    answers.push(answer)
  }
  return answers
}

/** Actions that together have an instance run what somebody wrote when it starts again. */
const REWRITTEN = ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'] as const
export const REWRITES = REWRITTEN[0]

/** Writing the user data of an instance that has the role: it is run as the instance starts. */
export function userDataWays({ account, profilesOf, instancesOf, budget, may }: Graph, from: Holder, role: Holder) {
  if (!REWRITTEN.every((action) => may(from, action))) return []
  const carriers = (profilesOf.get(role.id) ?? []).flatMap(({ id }) => instancesOf.get(id) ?? [])
  for (const { id, name } of carriers.slice(0, MOST)) {
    const answers = askAll(
      account,
      [
        ...REWRITTEN.map((action) =>
          holderAsks(
            account,
            from,
            action,
            id,
            action === REWRITES ? { context: { 'ec2:attribute': 'UserData' } } : {},
          ),
        ),
        ec2Asks(account, role, id),
      ],
      budget,
    )
    const verb = `may write what ${name} runs, as`
    const remarks = ['if it runs its user data when it starts']
    if (answers) return [{ from, to: role, kind: 'escalate', verb, answers, remarks }] satisfies readonly Way[]
  }
  return []
}
