import {
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  type Image,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2'
import { useQuery } from '@tanstack/react-query'
import { ec2 } from '../aws/ec2.ts'
import { everyPage } from '../aws/every-page.ts'
import { type Launch, launchRequest } from './launch-request.ts'

/** The ids of what was launched. */
export async function runInstances(launch: Launch): Promise<readonly string[]> {
  const { Instances = [] } = await ec2().send(new RunInstancesCommand(launchRequest(launch)))
  return Instances.map(({ InstanceId = '' }) => InstanceId)
}

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
