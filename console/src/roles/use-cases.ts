/** What an AWS service assumes a role for, as AWS's wizard offers it. */
export interface UseCase {
  readonly name: string
  /** What the role's description becomes. */
  readonly description: string
  /** The service's principal. */
  readonly principal: string
  /** An instance carries the role: AWS's console makes an instance profile of the same name. */
  readonly profile?: true
  /** ARN of a policy that the use case needs. */
  readonly policy?: string
}

export interface TrustedService {
  readonly service: string
  readonly useCases: readonly UseCase[]
}

const onBehalf = (service: string, callers: string, principal: string): TrustedService => ({
  service,
  useCases: [{ name: service, description: `Allows ${callers} to call AWS services on your behalf.`, principal }],
})

const EC2 = 'ec2.amazonaws.com'

/** The services that most roles are made for. */
export const COMMON_SERVICES: readonly TrustedService[] = [
  {
    service: 'EC2',
    useCases: [
      {
        name: 'EC2',
        description: 'Allows EC2 instances to call AWS services on your behalf.',
        principal: EC2,
        profile: true,
      },
      {
        name: 'EC2 Role for AWS Systems Manager',
        description: 'Allows EC2 instances to call AWS services like CloudWatch and Systems Manager on your behalf.',
        principal: EC2,
        profile: true,
        policy: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
      },
      {
        name: 'EC2 - Spot Fleet Tagging',
        description:
          'Allows EC2 to request and terminate Spot Instances on your behalf and to attach tags to those instances.',
        principal: 'spotfleet.amazonaws.com',
        policy: 'arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole',
      },
    ],
  },
  onBehalf('Lambda', 'Lambda functions', 'lambda.amazonaws.com'),
]

/** Further services whose roles people make themselves. A custom trust policy trusts any other. */
export const OTHER_SERVICES: readonly TrustedService[] = [
  {
    service: 'API Gateway',
    useCases: [
      {
        name: 'API Gateway',
        description: 'Allows API Gateway to push logs to CloudWatch Logs.',
        principal: 'apigateway.amazonaws.com',
        policy: 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
      },
    ],
  },
  {
    service: 'CloudFormation',
    useCases: [
      {
        name: 'CloudFormation',
        description: 'Allows CloudFormation to create and manage AWS stacks and resources on your behalf.',
        principal: 'cloudformation.amazonaws.com',
      },
    ],
  },
  onBehalf('CodeBuild', 'CodeBuild', 'codebuild.amazonaws.com'),
  onBehalf('CodeDeploy', 'CodeDeploy', 'codedeploy.amazonaws.com'),
  onBehalf('Data Lifecycle Manager', 'Data Lifecycle Manager', 'dlm.amazonaws.com'),
  onBehalf('Elastic Container Service Task', 'ECS tasks', 'ecs-tasks.amazonaws.com'),
  onBehalf('EventBridge Scheduler', 'EventBridge Scheduler', 'scheduler.amazonaws.com'),
  onBehalf('Glue', 'Glue', 'glue.amazonaws.com'),
  onBehalf('Kinesis Firehose', 'Firehose', 'firehose.amazonaws.com'),
  onBehalf('S3', 'S3', 's3.amazonaws.com'),
  onBehalf('SageMaker', 'SageMaker notebook instances, training jobs and models', 'sagemaker.amazonaws.com'),
  {
    service: 'SNS',
    useCases: [
      {
        name: 'SNS',
        description: 'Allows SNS to call CloudWatch Logs on your behalf.',
        principal: 'sns.amazonaws.com',
        policy: 'arn:aws:iam::aws:policy/service-role/AmazonSNSRole',
      },
    ],
  },
  onBehalf('Step Functions', 'Step Functions', 'states.amazonaws.com'),
  onBehalf('Systems Manager', 'SSM', 'ssm.amazonaws.com'),
  onBehalf('Transfer', 'AWS Transfer', 'transfer.amazonaws.com'),
]

/** The service of that name, if the wizard knows it. */
export const trustedService = (name: string | undefined): TrustedService | undefined =>
  [...COMMON_SERVICES, ...OTHER_SERVICES].find(({ service }) => service === name)
