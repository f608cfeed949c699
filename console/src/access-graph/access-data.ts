import { DescribeIamInstanceProfileAssociationsCommand, DescribeInstancesCommand } from '@aws-sdk/client-ec2'
import { GetAccountAuthorizationDetailsCommand, type GetAccountAuthorizationDetailsResponse } from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { config } from '../app/config.ts'
import { region } from '../app/region.ts'
import { ec2 } from '../aws/ec2.ts'
import { everyPage } from '../aws/every-page.ts'
import { failureOf } from '../aws/failure.ts'
import { iam } from '../aws/iam.ts'
import { currentSession } from '../session/session.ts'
import type { Answered, Answers, Asked } from './access-worker.ts'
import type { AccountDetails, GraphNode, InstanceDetails } from './account.ts'
import { readBuckets } from './read-buckets.ts'

/** Every place of the account, once the worker has it; `missing` says why there are no instances in it. */
export const useAccount = () =>
  // It is much to read, and each reading draws the page anew.
  useQuery({ queryKey: ['access'], queryFn: loadAccount, refetchOnWindowFocus: false })

export interface LoadedAccount {
  readonly nodes: readonly GraphNode[]
  readonly missing: string | undefined
  /** What could not be read of the buckets. */
  readonly missingBuckets: readonly string[]
  /** Tells what was read at one time from what was read at another. */
  readonly read: number
}

export const useView = (account: LoadedAccount, id: string) =>
  useQuery({
    queryKey: ['access', account.read, 'view', id],
    // A query answers no undefined.
    queryFn: async () => ({ view: await askWorker<'view'>({ kind: 'view', id }) }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useAdministratorRoute = (account: LoadedAccount, id: string) =>
  useQuery({
    queryKey: ['access', account.read, 'administrator', id],
    queryFn: () => askWorker<'administratorRoute'>({ kind: 'administratorRoute', id }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useOverview = (account: LoadedAccount) =>
  useQuery({
    queryKey: ['access', account.read, 'overview'],
    queryFn: () => askWorker<'overview'>({ kind: 'overview' }),
    staleTime: Number.POSITIVE_INFINITY,
  })

async function loadAccount(): Promise<LoadedAccount> {
  const [pages, { instances, missing }, inS3] = await Promise.all([readIam(), readInstances(), readBuckets()])
  const session = currentSession()
  const details: AccountDetails = {
    account: session?.role?.account ?? session?.principal.account ?? config().account,
    region: region.get(),
    users: pages.flatMap(({ UserDetailList = [] }) => UserDetailList),
    groups: pages.flatMap(({ GroupDetailList = [] }) => GroupDetailList),
    roles: pages.flatMap(({ RoleDetailList = [] }) => RoleDetailList),
    policies: pages.flatMap(({ Policies = [] }) => Policies),
    instances,
    buckets: inS3.buckets,
  }
  endWorker('The account was read anew.')
  const nodes = await askWorker<'load'>({ kind: 'load', details })
  return { nodes, missing, missingBuckets: inS3.missing, read: Date.now() }
}

const readIam = (): Promise<GetAccountAuthorizationDetailsResponse[]> =>
  everyPage(async (Marker: string | undefined) => {
    const page = await iam().send(new GetAccountAuthorizationDetailsCommand({ Marker, MaxItems: 1000 }))
    return { items: [page], next: page.Marker }
  })

/** IAM alone is worth a look where EC2 may not be asked. */
async function readInstances(): Promise<{
  readonly instances: readonly InstanceDetails[]
  readonly missing: string | undefined
}> {
  try {
    const [reservations, associations] = await Promise.all([
      everyPage(async (NextToken: string | undefined) => {
        const page = await ec2().send(new DescribeInstancesCommand({ NextToken, MaxResults: 1000 }))
        return { items: page.Reservations ?? [], next: page.NextToken }
      }),
      everyPage(async (NextToken: string | undefined) => {
        const page = await ec2().send(
          new DescribeIamInstanceProfileAssociationsCommand({ NextToken, MaxResults: 1000 }),
        )
        return { items: page.IamInstanceProfileAssociations ?? [], next: page.NextToken }
      }),
    ])
    const profiles = new Map(
      associations
        .filter(({ State }) => State === 'associated' || State === 'associating')
        .map(({ InstanceId, IamInstanceProfile }) => [InstanceId, IamInstanceProfile?.Arn]),
    )
    const instances = reservations
      .flatMap(({ Instances = [] }) => Instances)
      .filter(({ State }) => State?.Name !== 'terminated')
      .map(({ InstanceId = '', Tags = [] }) => ({
        id: InstanceId,
        name: Tags.find(({ Key }) => Key === 'Name')?.Value,
        profileArn: profiles.get(InstanceId),
      }))
    return { instances, missing: undefined }
  } catch (error) {
    return { instances: [], missing: failureOf(error).sentence }
  }
}

/** An `Asked` without the ticket that `askWorker` puts on it, for each kind. */
type Question<Kind extends keyof Answers> = Asked extends infer One
  ? One extends Asked & { readonly kind: infer Its }
    ? Kind extends Its
      ? Omit<One, 'ticket' | 'kind'> & { readonly kind: Kind }
      : never
    : never
  : never

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

let worker: Worker | undefined
let tickets = 0
const waiting = new Map<number, Waiting>()

function askWorker<Kind extends keyof Answers>(question: Question<Kind>): Promise<Answers[Kind]> {
  const to = worker ?? startWorker()
  worker = to
  tickets += 1
  const ticket = tickets
  return new Promise((resolve, reject) => {
    waiting.set(ticket, { resolve, reject })
    to.postMessage({ ...question, ticket })
  })
}

function startWorker(): Worker {
  const started = new Worker(new URL('./access-worker.ts', import.meta.url), { type: 'module' })
  started.onmessage = ({ data }: MessageEvent<Answered>) => {
    const asker = waiting.get(data.ticket)
    waiting.delete(data.ticket)
    if ('failure' in data) asker?.reject(new Error(data.failure))
    // The worker answers each kind of question with its type.
    else asker?.resolve(data.value as never)
  }
  started.onerror = ({ message }) => endWorker(message || 'The graph could not be made.')
  return started
}

/** Whoever waits is told why; what the worker knew of the account goes with it. */
function endWorker(why: string): void {
  worker?.terminate()
  worker = undefined
  for (const { reject } of waiting.values()) reject(new Error(why))
  waiting.clear()
}
