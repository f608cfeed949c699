import { notYet, type ServiceTable } from '../aws/operation.ts'
import { AssociateIamInstanceProfile } from '../instances/AssociateIamInstanceProfile.ts'
import { CreateTags, DeleteTags } from '../instances/CreateTags.ts'
import { DescribeAccountAttributes } from '../instances/DescribeAccountAttributes.ts'
import { DescribeAvailabilityZones } from '../instances/DescribeAvailabilityZones.ts'
import { DescribeIamInstanceProfileAssociations } from '../instances/DescribeIamInstanceProfileAssociations.ts'
import { DescribeInstanceAttribute } from '../instances/DescribeInstanceAttribute.ts'
import { DescribeInstanceCreditSpecifications } from '../instances/DescribeInstanceCreditSpecifications.ts'
import { DescribeInstanceStatus } from '../instances/DescribeInstanceStatus.ts'
import { DescribeInstances } from '../instances/DescribeInstances.ts'
import { DescribeInstanceTypes } from '../instances/DescribeInstanceTypes.ts'
import { DescribeKeyPairs } from '../instances/DescribeKeyPairs.ts'
import { DescribeNetworkInterfaces } from '../instances/DescribeNetworkInterfaces.ts'
import { DescribeRegions } from '../instances/DescribeRegions.ts'
import { DescribeSecurityGroups } from '../instances/DescribeSecurityGroups.ts'
import { DescribeSubnets } from '../instances/DescribeSubnets.ts'
import { DescribeTags } from '../instances/DescribeTags.ts'
import { DescribeVolumes } from '../instances/DescribeVolumes.ts'
import { DescribeVpcs } from '../instances/DescribeVpcs.ts'
import { DisassociateIamInstanceProfile } from '../instances/DisassociateIamInstanceProfile.ts'
import { GetInstanceMetadataDefaults } from '../instances/GetInstanceMetadataDefaults.ts'
import { ModifyInstanceAttribute } from '../instances/ModifyInstanceAttribute.ts'
import { ModifyInstanceMetadataDefaults } from '../instances/ModifyInstanceMetadataDefaults.ts'
import { ModifyInstanceMetadataOptions } from '../instances/ModifyInstanceMetadataOptions.ts'
import { RebootInstances } from '../instances/RebootInstances.ts'
import { ReplaceIamInstanceProfileAssociation } from '../instances/ReplaceIamInstanceProfileAssociation.ts'
import { RunInstances } from '../instances/RunInstances.ts'
import { StartInstances } from '../instances/StartInstances.ts'
import { StopInstances } from '../instances/StopInstances.ts'
import { TerminateInstances } from '../instances/TerminateInstances.ts'

/** EC2: every operation of the model and what answers it. Images are names only, so there are none to describe. */
export const ec2Service = (): ServiceTable<'ec2'> => ({
  AssociateIamInstanceProfile,
  CreateTags,
  DeleteTags,
  DescribeAccountAttributes,
  DescribeAvailabilityZones,
  DescribeIamInstanceProfileAssociations,
  DescribeImages: notYet,
  DescribeInstanceAttribute,
  DescribeInstanceCreditSpecifications,
  DescribeInstanceStatus,
  DescribeInstanceTypes,
  DescribeInstances,
  DescribeKeyPairs,
  DescribeNetworkInterfaces,
  DescribeRegions,
  DescribeSecurityGroups,
  DescribeSubnets,
  DescribeTags,
  DescribeVolumes,
  DescribeVpcs,
  DisassociateIamInstanceProfile,
  GetInstanceMetadataDefaults,
  ModifyInstanceAttribute,
  ModifyInstanceMetadataDefaults,
  ModifyInstanceMetadataOptions,
  RebootInstances,
  ReplaceIamInstanceProfileAssociation,
  RunInstances,
  StartInstances,
  StopInstances,
  TerminateInstances,
})
