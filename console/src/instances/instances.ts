import {
  DescribeInstancesCommand,
  type Instance,
  ModifyInstanceMetadataOptionsCommand,
  RebootInstancesCommand,
  type Reservation,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2'
import { type QueryClient, useQuery } from '@tanstack/react-query'
import { ec2 } from '../aws/ec2.ts'
import { everyPage } from '../aws/every-page.ts'
import { type MetadataChoice, requestedOptions } from './metadata-choice.ts'

/** An instance with what DescribeInstances says of it above it. */
export interface ShownInstance extends Instance {
  readonly reservationId: string
  /** 12 digits. */
  readonly account: string
}

/** Every instance of the region, or those in one state; 1,000 a call. */
export const useInstances = (state = '') =>
  useQuery({
    queryKey: ['instances', 'all'],
    queryFn: listInstances,
    select: (all) => (state === '' ? all : all.filter(({ State }) => State?.Name === state)),
  })

/** One instance. Its failure is InvalidInstanceID.NotFound where the region has none of that id. */
export const useInstance = (id: string) =>
  useQuery({ queryKey: ['instances', 'one', id], queryFn: () => readInstance(id) })

/** Has everything that is shown of instances read anew. */
export const refreshInstances = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: ['instances'] })

const listInstances = (): Promise<ShownInstance[]> =>
  everyPage(async (NextToken: string | undefined) => {
    const answer = await ec2().send(new DescribeInstancesCommand({ NextToken, MaxResults: 1000 }))
    return { items: (answer.Reservations ?? []).flatMap(shown), next: answer.NextToken }
  })

export async function readInstance(id: string): Promise<ShownInstance> {
  const { Reservations = [] } = await ec2().send(new DescribeInstancesCommand({ InstanceIds: [id] }))
  const [found] = Reservations.flatMap(shown)
  if (!found) throw new Error(`The server answered no instance ${id}.`)
  return found
}

const shown = ({ Instances = [], ReservationId = '', OwnerId = '' }: Reservation): ShownInstance[] =>
  Instances.map((instance) => ({ ...instance, reservationId: ReservationId, account: OwnerId }))

export const startInstances = (InstanceIds: string[]) => ec2().send(new StartInstancesCommand({ InstanceIds }))
export const stopInstances = (InstanceIds: string[]) => ec2().send(new StopInstancesCommand({ InstanceIds }))
export const rebootInstances = (InstanceIds: string[]) => ec2().send(new RebootInstancesCommand({ InstanceIds }))
export const terminateInstances = (InstanceIds: string[]) => ec2().send(new TerminateInstancesCommand({ InstanceIds }))

export const modifyMetadataOptions = (InstanceId: string, choice: MetadataChoice) =>
  ec2().send(new ModifyInstanceMetadataOptionsCommand({ InstanceId, ...requestedOptions(choice) }))

/** The tag that EC2's pages call an instance by. */
export const nameOf = ({ Tags }: Instance): string => Tags?.find(({ Key }) => Key === 'Name')?.Value ?? ''

/** `i-0123 (web)`: the id, and the name where there is one. */
export const idAndName = (instance: Instance): string =>
  nameOf(instance) === '' ? (instance.InstanceId ?? '') : `${instance.InstanceId} (${nameOf(instance)})`

/** The last part of a role's or an instance profile's ARN, after its path. */
export const nameInArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

export const isTerminated = ({ State }: Instance): boolean => State?.Name === 'terminated'
