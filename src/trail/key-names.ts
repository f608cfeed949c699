/**
 * Condition keys as AWS spells them. The engine knows them in lower case, since their case does not count.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const KEY_NAMES = [
  ...['aws:CurrentTime', 'aws:Ec2InstanceSourcePrivateIPv4', 'aws:Ec2InstanceSourceVpc', 'aws:EpochTime'],
  ...['aws:MultiFactorAuthAge', 'aws:MultiFactorAuthPresent', 'aws:PrincipalAccount', 'aws:PrincipalArn'],
  ...['aws:PrincipalIsAWSService', 'aws:PrincipalServiceName', 'aws:PrincipalType', 'aws:referer'],
  ...['aws:RequestedRegion', 'aws:ResourceAccount', 'aws:SecureTransport', 'aws:SourceAccount', 'aws:SourceArn'],
  ...['aws:SourceIdentity', 'aws:SourceIp', 'aws:SourceVpc', 'aws:SourceVpcArn', 'aws:TagKeys', 'aws:TokenIssueTime'],
  ...['aws:userid', 'aws:username', 'aws:UserAgent', 'aws:ViaAWSService', 'aws:VpcSourceIp'],
  ...['cloudwatch:namespace', 'ec2:Attribute', 'ec2:AvailabilityZone', 'ec2:AvailabilityZoneId', 'ec2:CreateAction'],
  ...[
    'ec2:EbsOptimized',
    'ec2:Encrypted',
    'ec2:ImageID',
    'ec2:ImageType',
    'ec2:InstanceAutoRecovery',
    'ec2:InstanceBandwidthWeighting',
  ],
  ...['ec2:InstanceID', 'ec2:InstanceMarketType', 'ec2:InstanceMetadataTags', 'ec2:InstanceProfile'],
  ...['ec2:InstanceType', 'ec2:MetadataHttpEndpoint', 'ec2:MetadataHttpPutResponseHopLimit'],
  ...['ec2:MetadataHttpTokens', 'ec2:NewInstanceProfile', 'ec2:Region', 'ec2:RoleDelivery', 'ec2:RootDeviceType'],
  ...['ec2:SecurityGroupID', 'ec2:SourceInstanceARN', 'ec2:Subnet', 'ec2:SubnetID', 'ec2:Tenancy', 'ec2:VolumeIops'],
  ...['ec2:VolumeSize', 'ec2:VolumeThroughput', 'ec2:VolumeType', 'ec2:Vpc'],
  ...['ec2:AssociatePublicIpAddress', 'ec2:IsLaunchTemplateResource', 'ec2:KeyPairName', 'ec2:KeyPairType'],
  ...['ec2:LaunchTemplate', 'ec2:NetworkInterfaceID', 'ec2:Owner', 'ec2:ParentSnapshot', 'ec2:Public'],
  ...['ec2:VolumeID', 'ec2:VpcID'],
  ...['iam:AssociatedResourceArn', 'iam:PassedToService', 'iam:PermissionsBoundary', 'iam:PolicyARN'],
  ...['s3:authType', 's3:delimiter', 's3:if-match', 's3:if-none-match', 's3:locationconstraint', 's3:max-keys'],
  ...['s3:ObjectCreationOperation', 's3:prefix', 's3:RequestObjectTagKeys', 's3:ResourceAccount', 's3:signatureAge'],
  ...['s3:signatureversion', 's3:TlsVersion', 's3:x-amz-acl', 's3:x-amz-content-sha256', 's3:x-amz-copy-source'],
  ...['s3:x-amz-metadata-directive', 's3:x-amz-object-ownership', 's3:x-amz-server-side-encryption'],
  ...['s3:x-amz-storage-class', 's3:x-amz-website-redirect-location'],
  ...['sts:DurationSeconds', 'sts:ExternalId', 'sts:RoleSessionName', 'sts:SourceIdentity', 'sts:TransitiveTagKeys'],
] as const

/** Keys that go on with the name of a tag or an attribute. */
const WITH_NAME = [
  'ec2:Attribute/',
  ...['aws:PrincipalTag/', 'aws:RequestTag/', 'aws:ResourceTag/', 'ec2:ResourceTag/', 'iam:ResourceTag/'],
  ...['logs:ResourceTag/', 's3:ExistingObjectTag/', 's3:RequestObjectTag/', 's3:BucketTag/', 'sts:ResourceTag/'],
]

const spelt = new Map(KEY_NAMES.map((name): [string, string] => [name.toLowerCase(), name]))

/** The key in AWS's spelling, where it is known; the name behind a slash stays as it is. */
export function spelledKey(key: string): string {
  const begun = WITH_NAME.find((prefix) => key.startsWith(prefix.toLowerCase()))
  return begun === undefined ? (spelt.get(key) ?? key) : begun + key.slice(begun.length)
}
