import { alice, allow, type DecisionCase, deny } from './case.ts'

const SOURCE = 'IAM User Guide, Grammar of the IAM JSON policy language: what it does not know never widens access'

const strange = (name: string, more: Readonly<Record<string, unknown>>): readonly DecisionCase[] => [
  {
    name: `an Allow with ${name} is off`,
    source: SOURCE,
    identity: [allow(more)],
    expect: 'implicit deny',
    unreadable: true,
  },
  {
    name: `a Deny with ${name} is on`,
    source: SOURCE,
    identity: [allow(), deny(more)],
    expect: 'explicit deny',
    unreadable: true,
  },
]

export const UNREADABLE_CASES: readonly DecisionCase[] = [
  ...strange('an unknown condition operator', { Condition: { StringAlmost: { 'aws:username': 'x' } } }),
  ...strange('an operator in the wrong case', { Condition: { stringequals: { 'aws:username': 'x' } } }),
  ...strange('an unknown set operator', { Condition: { 'ForNoValue:StringEquals': { 'aws:username': 'x' } } }),
  ...strange('NullIfExists', { Condition: { NullIfExists: { 'aws:username': 'true' } } }),
  ...strange('an unknown element', { Resources: '*' }),
  ...strange('a principal in an identity policy', { Principal: { AWS: alice.arn } }),
  ...strange('no resource', { Resource: [] }),
  ...strange('no action', { Action: [] }),
  {
    name: 'an unreadable Deny on another action denies nothing',
    source: SOURCE,
    identity: [allow(), deny({ Action: 'iam:*', Resources: '*' })],
    expect: 'allow',
  },
  {
    name: 'an unreadable Allow does not spoil a readable one',
    source: SOURCE,
    identity: [[allow({ Resources: '*' }), allow()]],
    expect: 'allow',
    unreadable: true,
  },
  {
    name: 'an effect in the wrong case does not allow',
    source: 'IAM User Guide, JSON policy elements: Effect is case sensitive',
    identity: [{ ...allow(), Effect: 'allow' }],
    expect: 'implicit deny',
    unreadable: true,
  },
  {
    name: 'an unknown element beside Statement turns its Allows off',
    source: SOURCE,
    identity: [{ Version: '2012-10-17', Extra: 1, Statement: allow() } as { Version: string; Statement: unknown }],
    expect: 'implicit deny',
    unreadable: true,
  },
]
