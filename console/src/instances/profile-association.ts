import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  type IamInstanceProfileAssociation,
  ReplaceIamInstanceProfileAssociationCommand,
} from '@aws-sdk/client-ec2'
import { useQuery } from '@tanstack/react-query'
import { ec2 } from '../aws/ec2.ts'

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
