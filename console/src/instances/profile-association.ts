import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  type IamInstanceProfileAssociation,
  ReplaceIamInstanceProfileAssociationCommand,
} from '@aws-sdk/client-ec2'
import { GetInstanceProfileCommand, type InstanceProfile, ListInstanceProfilesCommand } from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { ec2 } from '../aws/ec2.ts'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import { nameInArn } from './instances.ts'

/** The association of the instance's profile; null: it has none. */
export const useAssociation = (instanceId: string) =>
  useQuery({ queryKey: ['instances', 'association', instanceId], queryFn: () => readAssociation(instanceId) })

export async function readAssociation(instanceId: string): Promise<IamInstanceProfileAssociation | null> {
  const { IamInstanceProfileAssociations: found = [] } = await ec2().send(
    new DescribeIamInstanceProfileAssociationsCommand({
      Filters: [
        { Name: 'instance-id', Values: [instanceId] },
        { Name: 'state', Values: ['associating', 'associated'] },
      ],
    }),
  )
  return found[0] ?? null
}

/** Has the instance carry this profile, in the place of the one that it carries. Both need iam:PassRole on its role. */
export const associateProfile = (InstanceId: string, Arn: string, current: IamInstanceProfileAssociation | null) =>
  current
    ? ec2().send(
        new ReplaceIamInstanceProfileAssociationCommand({
          AssociationId: current.AssociationId,
          IamInstanceProfile: { Arn },
        }),
      )
    : ec2().send(new AssociateIamInstanceProfileCommand({ InstanceId, IamInstanceProfile: { Arn } }))

export const detachProfile = ({ AssociationId }: IamInstanceProfileAssociation) =>
  ec2().send(new DisassociateIamInstanceProfileCommand({ AssociationId }))

/** Every instance profile of the account; 1,000 a call. */
export const useProfilesToChoose = () => useQuery({ queryKey: ['profiles to choose'], queryFn: listProfiles })

const listProfiles = (): Promise<InstanceProfile[]> =>
  everyPage(async (Marker: string | undefined) => {
    const answer = await iam().send(new ListInstanceProfilesCommand({ Marker, MaxItems: 1000 }))
    return { items: answer.InstanceProfiles ?? [], next: answer.Marker }
  })

/** The profile of this ARN, with the role in it. */
export const useProfile = (arn: string | undefined) =>
  useQuery({
    queryKey: ['instances', 'profile', arn ?? ''],
    queryFn: () => readProfile(arn ?? ''),
    enabled: arn !== undefined,
  })

/** The profile of this ARN; throws NoSuchEntity where it is gone. */
export async function readProfile(arn: string): Promise<InstanceProfile> {
  const { InstanceProfile } = await iam().send(new GetInstanceProfileCommand({ InstanceProfileName: nameInArn(arn) }))
  if (!InstanceProfile) throw new Error('The server answered no instance profile.')
  return InstanceProfile
}
