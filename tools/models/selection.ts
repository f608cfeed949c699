/** What is imported from AWS's models. Changing the version or a list is the change; then run `tools/import-models.ts`. */

/** The wheel that `models/` comes from: `pip download --no-deps botocore==<version>`. */
export const BOTOCORE_VERSION = '1.43.107'

export interface Selection {
  /** The model's folder in botocore. */
  readonly version: string
  /** `all`, so that the support table names every operation of the service, or the chosen ones. */
  readonly operations: 'all' | readonly string[]
  /** Services that declare (nearly) no errors get `errors: string`, or their handlers could not fail at all. */
  readonly declaresErrors: boolean
}

export const SELECTION: Readonly<Record<string, Selection>> = {
  cloudwatch: { version: '2010-08-01', operations: 'all', declaresErrors: true },
  ec2: {
    version: '2016-11-15',
    declaresErrors: false,
    operations: [
      'AssociateIamInstanceProfile',
      'AuthorizeSecurityGroupEgress',
      'AuthorizeSecurityGroupIngress',
      'CreateKeyPair',
      'CreateLaunchTemplate',
      'CreateLaunchTemplateVersion',
      'CreateSecurityGroup',
      'CreateTags',
      'DeleteKeyPair',
      'DeleteLaunchTemplate',
      'DeleteLaunchTemplateVersions',
      'DeleteSecurityGroup',
      'DeleteTags',
      'DescribeAccountAttributes',
      'DescribeAvailabilityZones',
      'DescribeDhcpOptions',
      'DescribeIamInstanceProfileAssociations',
      'DescribeImages',
      'DescribeInstanceAttribute',
      'DescribeInstanceCreditSpecifications',
      'DescribeInstanceStatus',
      'DescribeInstanceTypeOfferings',
      'DescribeInstanceTypes',
      'DescribeInstances',
      'DescribeInternetGateways',
      'DescribeKeyPairs',
      'DescribeLaunchTemplateVersions',
      'DescribeLaunchTemplates',
      'DescribeNetworkAcls',
      'DescribeNetworkInterfaces',
      'DescribeRegions',
      'DescribeRouteTables',
      'DescribeSecurityGroupRules',
      'DescribeSecurityGroups',
      'DescribeSubnets',
      'DescribeTags',
      'DescribeVolumeStatus',
      'DescribeVolumes',
      'DescribeVpcAttribute',
      'DescribeVpcs',
      'DisassociateIamInstanceProfile',
      'GetConsoleOutput',
      'GetInstanceMetadataDefaults',
      'GetLaunchTemplateData',
      'ImportKeyPair',
      'ModifyInstanceAttribute',
      'ModifyInstanceCreditSpecification',
      'ModifyInstanceMetadataDefaults',
      'ModifyInstanceMetadataOptions',
      'ModifyLaunchTemplate',
      'ModifySecurityGroupRules',
      'MonitorInstances',
      'RebootInstances',
      'ReplaceIamInstanceProfileAssociation',
      'ResetInstanceAttribute',
      'RevokeSecurityGroupEgress',
      'RevokeSecurityGroupIngress',
      'RunInstances',
      'StartInstances',
      'StopInstances',
      'TerminateInstances',
      'UnmonitorInstances',
      'UpdateSecurityGroupRuleDescriptionsEgress',
      'UpdateSecurityGroupRuleDescriptionsIngress',
    ],
  },
  iam: { version: '2010-05-08', operations: 'all', declaresErrors: true },
  'iam-toolbox': { version: '2018-05-10', operations: 'all', declaresErrors: true },
  logs: { version: '2014-03-28', operations: 'all', declaresErrors: true },
  s3: { version: '2006-03-01', operations: 'all', declaresErrors: false },
  s3control: {
    version: '2018-08-20',
    declaresErrors: false,
    operations: [
      'DeletePublicAccessBlock',
      'GetPublicAccessBlock',
      'ListTagsForResource',
      'PutPublicAccessBlock',
      'TagResource',
      'UntagResource',
    ],
  },
  sts: { version: '2011-06-15', operations: 'all', declaresErrors: true },
}
