import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundaryBlocked } from '../../permissions/boundary-choice.ts'
import {
  chosenUseCase,
  descriptionOf,
  EMPTY_DRAFT,
  nameProblem,
  type RoleDraft,
  trustOf,
  trustProblem,
  withUseCase,
} from './role-draft.ts'

const OWN = '111122223333'

const draft = (part: Partial<RoleDraft>): RoleDraft => ({ ...EMPTY_DRAFT, ...part })

test('a use case brings its principal, its description and its policy, and takes the policy of the one before along', () => {
  const ssm = withUseCase(
    draft({ policies: [{ PolicyName: 'mine', Arn: 'arn:mine' }] }),
    'EC2',
    'EC2 Role for AWS Systems Manager',
  )
  assert.equal(JSON.parse(trustOf(ssm, OWN)).Statement[0].Principal.Service[0], 'ec2.amazonaws.com')
  assert.deepEqual(
    ssm.policies.map(({ PolicyName }) => PolicyName),
    ['mine', 'AmazonSSMManagedInstanceCore'],
  )
  const ec2 = withUseCase(ssm, 'EC2', 'EC2')
  assert.deepEqual(
    ec2.policies.map(({ PolicyName }) => PolicyName),
    ['mine'],
  )
  assert.equal(descriptionOf(ec2), 'Allows EC2 instances to call AWS services on your behalf.')
  assert.equal(descriptionOf({ ...ec2, description: '' }), '')
})

test('a use case of a service counts only while a service is trusted', () => {
  const chosen = withUseCase(EMPTY_DRAFT, 'EC2', 'EC2')
  assert.equal(chosenUseCase(chosen)?.profile, true)
  assert.equal(chosenUseCase({ ...chosen, kind: 'account' }), undefined)
})

test('this account is trusted unless another is named', () => {
  const principal = (part: Partial<RoleDraft>) =>
    JSON.parse(trustOf(draft({ kind: 'account', ...part }), OWN)).Statement[0].Principal.AWS
  assert.equal(principal({ account: '444455556666' }), OWN)
  assert.equal(principal({ otherAccount: true, account: '444455556666' }), '444455556666')
})

test('each step says what it lacks', () => {
  assert.match(trustProblem(EMPTY_DRAFT) ?? '', /Choose a service/)
  assert.equal(trustProblem(withUseCase(EMPTY_DRAFT, 'EC2', 'EC2')), undefined)
  assert.match(trustProblem(draft({ kind: 'account', otherAccount: true, account: '1' })) ?? '', /12 digits/)
  assert.match(trustProblem(draft({ kind: 'account', requireExternalId: true })) ?? '', /external ID/)
  assert.match(trustProblem(draft({ kind: 'web-identity', provider: 'arn' })) ?? '', /audience/)
  assert.match(trustProblem(draft({ kind: 'saml' })) ?? '', /SAML/)
  assert.match(trustProblem(draft({ kind: 'custom', customTrust: '{' })) ?? '', /no JSON/)
  assert.match(boundaryBlocked(draft({ limited: true })) ?? '', /boundary/)
  assert.equal(boundaryBlocked(draft({})), undefined)
  assert.match(nameProblem(draft({})) ?? '', /role name/)
})
