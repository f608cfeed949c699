/**
 * What AWS answered about its own managed policies, recorded by the public archive of them
 * (https://github.com/zoph-io/MAMIP, folder findings), for those whose text and whose actions are still what they were:
 * issue code, then the path of each location.
 */
export const RECORDED_FINDINGS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: [
    'CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE Statement/0/Action Statement/0/Resource',
    'PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE Statement/0/Action Statement/0/Resource',
  ],
  AmazonCodeGuruReviewerFullAccess: [
    'FORALLVALUES_WITH_SINGLE_VALUED_KEY Statement/6/Condition/ForAllValues:StringEquals/key:codestar-connections:ProviderAction',
  ],
  AmazonElasticMapReduceFullAccess: [
    'REDUNDANT_ACTION Statement/0/Action/16 Statement/0/Action/23',
    'PASS_ROLE_WITH_STAR_IN_RESOURCE Statement/0/Action/36 Statement/0/Resource',
  ],
  AWSAuditManagerAdministratorAccess: ['MISSING_QUALIFIER Statement/10/Condition/StringEquals/key:events:detail-type'],
  AWSBackupAccessPointOperatorAccess: [
    'EQUIVALENT_TO_NULL_FALSE Statement/4/Condition/StringLike/kms:EncryptionContext:aws:backup:backup-vault',
  ],
  AWSBatchFullAccess: ['REDUNDANT_ACTION Statement/0/Action/9 Statement/0/Action/10'],
  AWSCloud9Administrator: [
    'EQUIVALENT_TO_NULL_FALSE Statement/2/Condition/StringLike/ssm:resourceTag/aws:cloud9:environment',
  ],
  AWSCodePipeline_FullAccess: [
    'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS Statement/6/Condition/StringLike/key:codestar-notifications:NotificationsForResource',
  ],
  AWSCodeStarFullAccess: ['INVALID_ACTION Statement/0/Action/5'],
  AWSDeepRacerFullAccess: [
    'REDUNDANT_RESOURCE Statement/1/Resource/0 Statement/1/Resource/4',
    'REDUNDANT_RESOURCE Statement/1/Resource/1 Statement/1/Resource/5',
    'REDUNDANT_RESOURCE Statement/1/Resource/2 Statement/1/Resource/6',
    'REDUNDANT_RESOURCE Statement/1/Resource/3 Statement/1/Resource/7',
  ],
  AWSEC2FleetServiceRolePolicy: [
    'EQUIVALENT_TO_NULL_FALSE Statement/5/Condition/StringLike/ec2:ResourceTag/aws:ec2:fleet-id',
  ],
  AWSElasticBeanstalkService: [
    'REDUNDANT_RESOURCE Statement/3/Resource/0 Statement/3/Resource/1',
    'PASS_ROLE_WITH_STAR_IN_RESOURCE Statement/6/Action/73 Statement/6/Resource/0',
  ],
  AWSGlueConsoleFullAccess: ['REDUNDANT_RESOURCE Statement/1/Resource/0 Statement/1/Resource/2'],
  AWSIAMIdentityCenterAllowListForIdentityContext: [
    'INVALID_ACTION Statement/0/NotAction/91',
    'INVALID_ACTION Statement/0/NotAction/92',
  ],
  AWSMarketplaceFullAccess: ['REDUNDANT_ACTION Statement/0/Action/10 Statement/0/Action/13'],
  AWSMcpServiceActionsFullAccess: [
    'CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE Statement/0/Action Statement/0/Resource',
    'PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE Statement/0/Action Statement/0/Resource',
  ],
  AWSMigrationHubOrchestratorServiceRolePolicy: ['REDUNDANT_RESOURCE Statement/8/Resource/0 Statement/8/Resource/1'],
  AWSSSOServiceRolePolicy: [
    'INVALID_GLOBAL_CONDITION_KEY Statement/0/Condition/StringNotEquals/key:aws:PrincipalOrgMasterAccountId',
    'INVALID_GLOBAL_CONDITION_KEY Statement/4/Condition/StringNotEquals/key:aws:PrincipalOrgMasterAccountId',
  ],
  IAMFullAccess: [
    'CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE Statement/0/Action/0 Statement/0/Resource',
    'PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE Statement/0/Action/0 Statement/0/Resource',
  ],
  S3UnlockBucketPolicy: [
    'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS Statement/1/Condition/StringNotLike/key:aws:PrincipalArn',
  ],
}

/**
 * AWS's managed policies with an error, and what of it: services that AWS has closed, actions and keys that are not
 * documented. Those that are recorded above or in that archive carry AWS's own finding.
 */
export const MANAGED_POLICIES_WITH_ERRORS: Readonly<Record<string, string>> = {
  AmazonDataZoneGlueManageAccessRolePolicy: 'INVALID_SERVICE_CONDITION_KEY',
  AmazonDataZonePortalFullAccessPolicy: 'INVALID_SERVICE_IN_ACTION datazonecontrol',
  AmazonDataZonePreviewConsoleFullAccess: 'INVALID_SERVICE_IN_ACTION datazonecontrol',
  AmazonDataZoneSageMakerEnvironmentRolePermissionsBoundary: 'INVALID_SERVICE_IN_ACTION elastic-inference',
  AmazonRoute53RecoveryControlConfigReadOnlyAccess: 'INVALID_ACTION route53-recovery-control-config',
  AmazonSageMakerFullAccess: 'INVALID_SERVICE_IN_ACTION elastic-inference',
  AmazonZocaloFullAccess: 'INVALID_SERVICE_IN_ACTION zocalo',
  AmazonZocaloReadOnlyAccess: 'INVALID_SERVICE_IN_ACTION zocalo',
  AWSAuditManagerAdministratorAccess: 'MISSING_QUALIFIER',
  AWSCodeStarFullAccess: 'INVALID_ACTION cloud9',
  AWSDeepLensLambdaFunctionAccessPolicy: 'INVALID_SERVICE_IN_ACTION deeplens',
  AWSDeepLensServiceRolePolicy: 'INVALID_SERVICE_IN_ACTION deeplens',
  AWSDeepRacerAccountAdminAccess: 'INVALID_SERVICE_IN_ACTION deepracer, INVALID_SERVICE deepracer',
  AWSDeepRacerDefaultMultiUserAccess: 'INVALID_SERVICE_IN_ACTION deepracer, INVALID_SERVICE deepracer',
  AWSDeepRacerServiceRolePolicy: 'INVALID_SERVICE_IN_ACTION deepracer',
  AWSIAMIdentityCenterAllowListForIdentityContext: 'INVALID_ACTION qapps',
  AWSIoT1ClickFullAccess: 'INVALID_SERVICE_IN_ACTION iot1click',
  AWSIoT1ClickReadOnlyAccess: 'INVALID_SERVICE_IN_ACTION iot1click',
  AWSIotRoboRunnerFullAccess: 'INVALID_SERVICE_IN_ACTION iotroborunner',
  AWSIotRoboRunnerReadOnly: 'INVALID_SERVICE_IN_ACTION iotroborunner',
  AWSManagedSettingsAdminAccess:
    'INVALID_ACTION budgets, INVALID_SERVICE_IN_ACTION builderid, INVALID_ACTION organizations, INVALID_ACTION payments',
  AWSMobileHub_FullAccess: 'INVALID_SERVICE_IN_ACTION mobilehub',
  AWSMobileHub_ReadOnly: 'INVALID_SERVICE_IN_ACTION mobilehub',
  AWSSSOServiceRolePolicy: 'INVALID_GLOBAL_CONDITION_KEY',
  AWSSupplyChainFederationAdminAccess: 'INVALID_SERVICE_IN_ACTION builderid',
  CloudTrailEventContext: 'MISSING_QUALIFIER',
  GroundTruthSyntheticConsoleFullAccess: 'INVALID_SERVICE_IN_ACTION sagemaker-groundtruth-synthetic',
  GroundTruthSyntheticConsoleReadOnlyAccess: 'INVALID_SERVICE_IN_ACTION sagemaker-groundtruth-synthetic',
  MemoryDBServiceRolePolicy: 'INVALID_ACTION memorydb',
  RDSCloudHsmAuthorizationRole: 'INVALID_ACTION cloudhsm',
  ReadOnlyAccess: 'INVALID_SERVICE_IN_ACTION deepcomposer, INVALID_SERVICE_IN_ACTION iot1click',
  ResourceGroupsTaggingAPITagUntagSupportedResources:
    'INVALID_SERVICE_IN_ACTION deepcomposer, INVALID_SERVICE_IN_ACTION elastic-inference, INVALID_SERVICE_IN_ACTION iot1click',
  SageMakerStudioProjectProvisioningRolePolicy: 'MISSING_QUALIFIER',
  SecurityAgentWebAppAPIPolicy: 'INVALID_ACTION securityagent',
  SecurityAudit: 'INVALID_SERVICE_IN_ACTION deepracer',
}
