import type { ServiceTable } from '../aws/operation.ts'
import { AssociateIamInstanceProfile } from '../instances/AssociateIamInstanceProfile.ts'
import { CreateTags, DeleteTags } from '../instances/CreateTags.ts'
import { DescribeAccountAttributes } from '../instances/DescribeAccountAttributes.ts'
import { DescribeAvailabilityZones } from '../instances/DescribeAvailabilityZones.ts'
import { DescribeDhcpOptions } from '../instances/DescribeDhcpOptions.ts'
import { DescribeIamInstanceProfileAssociations } from '../instances/DescribeIamInstanceProfileAssociations.ts'
import { DescribeInstanceAttribute } from '../instances/DescribeInstanceAttribute.ts'
import { DescribeInstanceCreditSpecifications } from '../instances/DescribeInstanceCreditSpecifications.ts'
import { DescribeInstanceStatus } from '../instances/DescribeInstanceStatus.ts'
import { DescribeInstances } from '../instances/DescribeInstances.ts'
import { DescribeInstanceTypeOfferings } from '../instances/DescribeInstanceTypeOfferings.ts'
import { DescribeInstanceTypes } from '../instances/DescribeInstanceTypes.ts'
import { DescribeInternetGateways } from '../instances/DescribeInternetGateways.ts'
import { DescribeNetworkAcls } from '../instances/DescribeNetworkAcls.ts'
import { DescribeNetworkInterfaces } from '../instances/DescribeNetworkInterfaces.ts'
import { DescribeRegions } from '../instances/DescribeRegions.ts'
import { DescribeRouteTables } from '../instances/DescribeRouteTables.ts'
import { DescribeSubnets } from '../instances/DescribeSubnets.ts'
import { DescribeTags } from '../instances/DescribeTags.ts'
import { DescribeVolumeStatus } from '../instances/DescribeVolumeStatus.ts'
import { DescribeVolumes } from '../instances/DescribeVolumes.ts'
import { DescribeVolumesModifications } from '../instances/DescribeVolumesModifications.ts'
import { DescribeVpcAttribute } from '../instances/DescribeVpcAttribute.ts'
import { DescribeVpcs } from '../instances/DescribeVpcs.ts'
import { DisassociateIamInstanceProfile } from '../instances/DisassociateIamInstanceProfile.ts'
import { GetConsoleOutput } from '../instances/GetConsoleOutput.ts'
import { GetInstanceMetadataDefaults } from '../instances/GetInstanceMetadataDefaults.ts'
import { GetLaunchTemplateData } from '../instances/GetLaunchTemplateData.ts'
import { DescribeImages } from '../instances/images/DescribeImages.ts'
import { CreateKeyPair, ImportKeyPair } from '../instances/key-pairs/CreateKeyPair.ts'
import { DeleteKeyPair } from '../instances/key-pairs/DeleteKeyPair.ts'
import { DescribeKeyPairs } from '../instances/key-pairs/DescribeKeyPairs.ts'
import { CreateLaunchTemplate } from '../instances/launch-templates/CreateLaunchTemplate.ts'
import { CreateLaunchTemplateVersion } from '../instances/launch-templates/CreateLaunchTemplateVersion.ts'
import { DeleteLaunchTemplate } from '../instances/launch-templates/DeleteLaunchTemplate.ts'
import { DeleteLaunchTemplateVersions } from '../instances/launch-templates/DeleteLaunchTemplateVersions.ts'
import { DescribeLaunchTemplates } from '../instances/launch-templates/DescribeLaunchTemplates.ts'
import { DescribeLaunchTemplateVersions } from '../instances/launch-templates/DescribeLaunchTemplateVersions.ts'
import { ModifyLaunchTemplate } from '../instances/launch-templates/ModifyLaunchTemplate.ts'
import { ModifyInstanceAttribute } from '../instances/ModifyInstanceAttribute.ts'
import { ModifyInstanceCreditSpecification } from '../instances/ModifyInstanceCreditSpecification.ts'
import { ModifyInstanceMetadataDefaults } from '../instances/ModifyInstanceMetadataDefaults.ts'
import { ModifyInstanceMetadataOptions } from '../instances/ModifyInstanceMetadataOptions.ts'
import { ModifyVolume } from '../instances/ModifyVolume.ts'
import { MonitorInstances, UnmonitorInstances } from '../instances/MonitorInstances.ts'
import { RebootInstances } from '../instances/RebootInstances.ts'
import { ReplaceIamInstanceProfileAssociation } from '../instances/ReplaceIamInstanceProfileAssociation.ts'
import { ResetInstanceAttribute } from '../instances/ResetInstanceAttribute.ts'
import { RunInstances } from '../instances/RunInstances.ts'
import { StartInstances } from '../instances/StartInstances.ts'
import { StopInstances } from '../instances/StopInstances.ts'
import {
  AuthorizeSecurityGroupEgress,
  AuthorizeSecurityGroupIngress,
} from '../instances/security-groups/AuthorizeSecurityGroupIngress.ts'
import { CreateSecurityGroup } from '../instances/security-groups/CreateSecurityGroup.ts'
import { DeleteSecurityGroup } from '../instances/security-groups/DeleteSecurityGroup.ts'
import { DescribeSecurityGroupRules } from '../instances/security-groups/DescribeSecurityGroupRules.ts'
import { DescribeSecurityGroups } from '../instances/security-groups/DescribeSecurityGroups.ts'
import { ModifySecurityGroupRules } from '../instances/security-groups/ModifySecurityGroupRules.ts'
import {
  RevokeSecurityGroupEgress,
  RevokeSecurityGroupIngress,
} from '../instances/security-groups/RevokeSecurityGroupIngress.ts'
import {
  UpdateSecurityGroupRuleDescriptionsEgress,
  UpdateSecurityGroupRuleDescriptionsIngress,
} from '../instances/security-groups/UpdateSecurityGroupRuleDescriptionsIngress.ts'
import { TerminateInstances } from '../instances/TerminateInstances.ts'

/** EC2: every operation of the model and what answers it. */
export const ec2Service = (): ServiceTable<'ec2'> => ({
  AssociateIamInstanceProfile,
  AuthorizeSecurityGroupEgress,
  AuthorizeSecurityGroupIngress,
  CreateKeyPair,
  CreateLaunchTemplate,
  CreateLaunchTemplateVersion,
  CreateSecurityGroup,
  CreateTags,
  DeleteKeyPair,
  DeleteLaunchTemplate,
  DeleteLaunchTemplateVersions,
  DeleteSecurityGroup,
  DeleteTags,
  DescribeAccountAttributes,
  DescribeAvailabilityZones,
  DescribeDhcpOptions,
  DescribeIamInstanceProfileAssociations,
  DescribeImages,
  DescribeInstanceAttribute,
  DescribeInstanceCreditSpecifications,
  DescribeInstanceStatus,
  DescribeInstanceTypeOfferings,
  DescribeInstanceTypes,
  DescribeInstances,
  DescribeInternetGateways,
  DescribeKeyPairs,
  DescribeLaunchTemplateVersions,
  DescribeLaunchTemplates,
  DescribeNetworkAcls,
  DescribeNetworkInterfaces,
  DescribeRegions,
  DescribeRouteTables,
  DescribeSecurityGroupRules,
  DescribeSecurityGroups,
  DescribeSubnets,
  DescribeTags,
  DescribeVolumeStatus,
  DescribeVolumes,
  DescribeVolumesModifications,
  DescribeVpcAttribute,
  DescribeVpcs,
  DisassociateIamInstanceProfile,
  GetConsoleOutput,
  GetInstanceMetadataDefaults,
  GetLaunchTemplateData,
  ImportKeyPair,
  ModifyInstanceAttribute,
  ModifyInstanceCreditSpecification,
  ModifyInstanceMetadataDefaults,
  ModifyInstanceMetadataOptions,
  ModifyLaunchTemplate,
  ModifySecurityGroupRules,
  ModifyVolume,
  MonitorInstances,
  RebootInstances,
  ReplaceIamInstanceProfileAssociation,
  ResetInstanceAttribute,
  RevokeSecurityGroupEgress,
  RevokeSecurityGroupIngress,
  RunInstances,
  StartInstances,
  StopInstances,
  TerminateInstances,
  UnmonitorInstances,
  UpdateSecurityGroupRuleDescriptionsEgress,
  UpdateSecurityGroupRuleDescriptionsIngress,
})
