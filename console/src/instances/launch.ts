import {
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  type Image,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2'
import { useQuery } from '@tanstack/react-query'
import { ec2 } from '../aws/ec2.ts'
import { everyPage } from '../aws/every-page.ts'
import type { EditedTag } from '../parts/TagFields.tsx'
import { type MetadataChoice, NO_CHOICE, requestedOptions } from './metadata-choice.ts'

/** What the form of a launch holds. */
export interface Launch {
  readonly name: string
  readonly imageId: string
  readonly instanceType: string
  /** As it is written. */
  readonly count: string
  /** ARN; '': none. */
  readonly profile: string
  readonly metadata: MetadataChoice
  /** Beside the name. */
  readonly tags: readonly EditedTag[]
  readonly userData: string
}

export const EMPTY_LAUNCH: Launch = {
  name: '',
  imageId: '',
  instanceType: 't3.micro',
  count: '1',
  profile: '',
  metadata: NO_CHOICE,
  tags: [],
  userData: '',
}

/** The request that the form stands for. */
export function launchRequest(launch: Launch): RunInstancesCommandInput {
  const { name, imageId, instanceType, count, profile, metadata, tags, userData } = launch
  const named = [...(name === '' ? [] : [{ key: 'Name', value: name }]), ...tags]
  const MetadataOptions = requestedOptions(metadata)
  return {
    ImageId: imageId.trim(),
    // Any type launches; the SDK's list is that of its day.
    InstanceType: instanceType.trim() as NonNullable<RunInstancesCommandInput['InstanceType']>,
    MinCount: Number(count),
    MaxCount: Number(count),
    ...(profile !== '' && { IamInstanceProfile: { Arn: profile } }),
    ...(MetadataOptions && { MetadataOptions }),
    ...(named.length > 0 && {
      TagSpecifications: [
        { ResourceType: 'instance', Tags: named.map(({ key, value }) => ({ Key: key, Value: value })) },
      ],
    }),
    ...(userData !== '' && { UserData: base64(userData) }),
  }
}

/** Of the text's UTF-8. */
const base64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))

/** The ids of what was launched. */
export async function runInstances(launch: Launch): Promise<readonly string[]> {
  const { Instances = [] } = await ec2().send(new RunInstancesCommand(launchRequest(launch)))
  return Instances.map(({ InstanceId = '' }) => InstanceId)
}

/** What is wrong with the number of instances, if anything is. */
export const countProblem = (count: string): string | undefined =>
  /^[1-9]\d*$/.test(count) ? undefined : 'Enter how many instances to launch, 1 or more.'

/** Images that can be looked up, the newest first. Others launch as well. */
export const useImages = () =>
  useQuery({
    queryKey: ['images'],
    queryFn: async () => {
      const { Images = [] } = await ec2().send(new DescribeImagesCommand({}))
      return Images.sort((a, b) => (b.CreationDate ?? '').localeCompare(a.CreationDate ?? ''))
    },
  })

/** The image that a launch begins with: the newest Amazon Linux 2023 for the type that it begins with. */
export const firstImage = (images: readonly Image[]): string =>
  images.find(({ Name, Architecture }) => Architecture === 'x86_64' && Name?.startsWith('al2023-'))?.ImageId ?? ''

export const useInstanceTypes = () =>
  useQuery({
    queryKey: ['instance types'],
    queryFn: () =>
      everyPage(async (NextToken: string | undefined) => {
        const answer = await ec2().send(new DescribeInstanceTypesCommand({ NextToken, MaxResults: 100 }))
        return { items: answer.InstanceTypes ?? [], next: answer.NextToken }
      }),
  })
