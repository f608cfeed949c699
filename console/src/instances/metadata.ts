import {
  DescribeInstanceAttributeCommand,
  DescribeKeyPairsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type Subnet,
  type Vpc,
} from '@aws-sdk/client-ec2'
import { useQuery } from '@tanstack/react-query'
import { region } from '../app/region.ts'
import { ec2 } from '../aws/ec2.ts'
import { failureOf } from '../aws/failure.ts'
import { readProfile } from '../instance-profiles/profiles.ts'
import { counted } from '../parts/counted.ts'
import type { ProfileSight } from './iam-metadata.ts'
import { nameInArn, readInstance, type ShownInstance } from './instances.ts'
import { lookUpIssues } from './look-up-issues.ts'
import type { Told } from './metadata-item.ts'
import type { MetadataSources } from './metadata-tree.ts'
import { readAssociation } from './profile-association.ts'

/** How often what can change is read anew while the page is open. */
const REFRESH_MS = 4000

/** What public APIs tell of the instance's metadata; it follows changes by itself. */
export function useMetadata(id: string) {
  const live = useQuery({
    queryKey: ['instances', 'metadata', id],
    queryFn: () => readLive(id),
    refetchInterval: REFRESH_MS,
  })
  const instance = live.data?.instance
  // User data changes only while the instance is stopped, and the rest of it never.
  const lasting = useQuery({
    queryKey: ['instances', 'lasting metadata', id, instance?.LaunchTime?.getTime()],
    queryFn: () => readLasting(id, instance),
    enabled: instance !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const sources: MetadataSources | undefined = live.data &&
    lasting.data && { region: region.get(), ...live.data, ...lasting.data }
  return { sources, error: live.error ?? lasting.error, readAt: live.dataUpdatedAt, refetch: live.refetch }
}

async function readLive(id: string): Promise<Pick<MetadataSources, 'instance' | 'profile'>> {
  const [instance, association] = await Promise.all([readInstance(id), told(readAssociation(id))])
  if ('untold' in association) return { instance, profile: association }
  return { instance, profile: await told(sightOf(instance, association.told?.IamInstanceProfile ?? {})) }
}

async function sightOf(
  { InstanceId = '', LaunchTime = new Date(0) }: ShownInstance,
  { Arn, Id }: { readonly Arn?: string | undefined; readonly Id?: string | undefined },
): Promise<ProfileSight> {
  if (Arn === undefined) return { kind: 'none' }
  const [profile, issues] = await Promise.all([
    readProfile(nameInArn(Arn)).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NoSuchEntityException') return undefined
      throw error
    }),
    told(lookUpIssues(InstanceId, LaunchTime, Date.now())),
  ])
  // Another one that was made under the same name is not the one that is associated.
  return profile?.InstanceProfileId === Id && profile ? { kind: 'profile', profile, issues } : { kind: 'not found' }
}

type Lasting = Pick<MetadataSources, 'subnet' | 'vpc' | 'publicKey' | 'userData'>

async function readLasting(id: string, instance: ShownInstance | undefined): Promise<Lasting> {
  const { SubnetId, VpcId, KeyName, LaunchTime = new Date(0) } = instance ?? {}
  const [subnet, vpc, publicKey, userData] = await Promise.all([
    told(readSubnet(SubnetId)),
    told(readVpc(VpcId)),
    told(readPublicKey(KeyName, LaunchTime)),
    told(readUserData(id)),
  ])
  return { subnet, vpc, publicKey, userData }
}

async function readSubnet(id: string | undefined): Promise<Subnet> {
  const { Subnets } = await ec2().send(new DescribeSubnetsCommand({ SubnetIds: [needed(id)] }))
  return first(Subnets)
}

async function readVpc(id: string | undefined): Promise<Vpc> {
  const { Vpcs } = await ec2().send(new DescribeVpcsCommand({ VpcIds: [needed(id)] }))
  return first(Vpcs)
}

/** A terminated instance is in no network. */
function needed(id: string | undefined): string {
  if (id === undefined) throw new Error('The instance is in no network.')
  return id
}

function first<Item>(items: readonly Item[] | undefined): Item {
  const [item] = items ?? []
  if (item === undefined) throw new Error('The server answered nothing.')
  return item
}

async function readPublicKey(KeyName: string | undefined, launched: Date): Promise<string | undefined> {
  if (KeyName === undefined) return undefined
  const { KeyPairs } = await ec2().send(new DescribeKeyPairsCommand({ KeyNames: [KeyName], IncludePublicKey: true }))
  const { PublicKey = '', CreateTime } = first(KeyPairs)
  if (CreateTime && CreateTime > launched) throw new Error('The key pair of this name is younger than the launch.')
  return PublicKey
}

async function readUserData(InstanceId: string): Promise<string | undefined> {
  const { UserData } = await ec2().send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' }))
  return UserData?.Value === undefined ? undefined : userDataText(UserData.Value)
}

/** The text of user data, or how much of it there is where it is none. */
function userDataText(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return `(${counted(bytes.length, 'byte that is', 'bytes that are')} no text)`
  }
}

/** What a call answered, or its refusal in the server's sentence: one that is denied hides only what it tells. */
async function told<Value>(call: Promise<Value>): Promise<Told<Value>> {
  try {
    return { told: await call }
  } catch (error) {
    return { untold: failureOf(error).sentence }
  }
}
