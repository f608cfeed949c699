import { allow, anonymous, type DecisionCase, deny, ec2, HERE, THERE } from './case.ts'

const PRINCIPAL = 'IAM User Guide, JSON policy elements: Principal'
const to = (principal: unknown, more = {}) => allow({ Principal: principal, ...more })

/** Anonymous callers and services, which only a resource policy can allow. */
export const CALLERS_WITHOUT_ACCOUNT_CASES: readonly DecisionCase[] = [
  {
    name: 'an anonymous caller is allowed by Principal *',
    source: PRINCIPAL,
    caller: anonymous,
    bucketPolicy: to('*'),
    expect: 'allow',
  },
  {
    name: 'an anonymous caller is refused without a policy',
    source: PRINCIPAL,
    caller: anonymous,
    expect: 'implicit deny',
    blockedBy: 'resource-based policy',
  },
  {
    name: 'an anonymous caller belongs to no account',
    source: PRINCIPAL,
    caller: anonymous,
    bucketPolicy: to({ AWS: HERE }),
    expect: 'implicit deny',
  },
  {
    name: 'a Deny for everyone stops an anonymous caller',
    source: PRINCIPAL,
    caller: anonymous,
    bucketPolicy: [to('*'), deny({ Principal: '*' })],
    expect: 'explicit deny',
  },
  {
    name: 'a service is allowed by name',
    source: PRINCIPAL,
    caller: ec2,
    bucketPolicy: to({ Service: 'ec2.amazonaws.com' }),
    expect: 'allow',
  },
  {
    name: 'a service that has several names is allowed by each',
    source: `${PRINCIPAL}: aws:PrincipalServiceNamesList`,
    caller: {
      kind: 'service',
      names: ['logs.amazonaws.com', 'delivery.logs.amazonaws.com', 'logs.eu-west-1.amazonaws.com'],
    },
    bucketPolicy: to({ Service: 'delivery.logs.amazonaws.com' }),
    expect: 'allow',
  },
  {
    name: 'a service that has several names is allowed by the last',
    source: `${PRINCIPAL}: aws:PrincipalServiceNamesList`,
    caller: {
      kind: 'service',
      names: ['logs.amazonaws.com', 'delivery.logs.amazonaws.com', 'logs.eu-west-1.amazonaws.com'],
    },
    bucketPolicy: to({ Service: ['logs.eu-west-1.amazonaws.com'] }),
    expect: 'allow',
  },
  {
    name: 'a service is not the empty name',
    source: PRINCIPAL,
    caller: ec2,
    bucketPolicy: to({ Service: '' }),
    expect: 'implicit deny',
  },
  {
    name: 'a service is not another service',
    source: PRINCIPAL,
    caller: ec2,
    bucketPolicy: to({ Service: 'lambda.amazonaws.com' }),
    expect: 'implicit deny',
    blockedBy: 'resource-based policy',
  },
  {
    name: 'a service is held by aws:SourceAccount',
    source: 'IAM User Guide, The confused deputy problem',
    caller: ec2,
    context: { 'aws:SourceAccount': THERE },
    bucketPolicy: to({ Service: 'ec2.amazonaws.com' }, { Condition: { StringEquals: { 'aws:SourceAccount': HERE } } }),
    expect: 'implicit deny',
  },
]
