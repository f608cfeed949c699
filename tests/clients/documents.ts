/** Policy documents that several client tests use. */

export const AGENT_POLICY = 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'

/** The trust policy that lets this principal assume a role. */
export const trust = (Principal: object, Condition?: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(Condition ? { Condition } : {}) }],
  })

export const EC2_TRUST = trust({ Service: 'ec2.amazonaws.com' })

/** Permits reading below `read/` and writing below `write/` of a bucket. */
export const bucketPolicyFor = (bucket: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/read/*` },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/write/*` },
    ],
  })
