import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2'
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

/** What is wrong with the number of instances, if anything is. */
export const countProblem = (count: string): string | undefined =>
  /^[1-9]\d*$/.test(count) ? undefined : 'Enter how many instances to launch, 1 or more.'
