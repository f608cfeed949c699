import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { AwsError } from '../aws/error.ts'
import { iamForTests, trust } from './iam-for-tests.ts'

interface Recorded {
  readonly service: string
  readonly code: string
  readonly message: string
  readonly step: string
}

const folder = process.env['ROLECALL_VECTORS'] ?? join(import.meta.dirname, '../../../shared/vectors')
const file = join(folder, 'aws-recorded-errors.json')
const skip = existsSync(file) ? false : `recorded errors are not at ${file}`

type Iam = ReturnType<typeof iamForTests>

const OWN = 'arn:aws:iam::111111111111:policy'

/** The call that met each recorded error, by the recording's step; those of operations that are not built are left out. */
const CALLS: Readonly<Record<string, (iam: Iam) => unknown>> = {
  'invalid-json': ({ run }) =>
    run('UpdateAssumeRolePolicy', { RoleName: 'app', PolicyDocument: '[{"this is invalid Json"}]' }),
  valid_arn_not_existent: ({ run }) =>
    run('AttachRolePolicy', { RoleName: 'app', PolicyArn: `${OWN}/<policy-name:1>123` }),
  non_existent_malformed_policy_arn: ({ run }) =>
    run('AttachRolePolicy', { RoleName: 'app', PolicyArn: 'longpolicynamebutnoarn' }),
  'delete-non-existent-policy-exc': ({ run }) => run('DeletePolicy', { PolicyArn: `${OWN}/non-existent-policy` }),
  'invalid-user-name-exception': ({ run }) => run('GetUser', { UserName: 'non-existent-user' }),
  'update-wrong-user-name': ({ run }) => run('TagUser', { UserName: 'wrong-user-name', Tags: [] }),
}

test('errors are those that AWS was recorded with', { skip }, () => {
  // The file is a list of recordings; see its README.
  const recordings = JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[]
  for (const [step, call] of Object.entries(CALLS)) {
    const recorded = recordings.find((entry) => entry.service === 'iam' && entry.step === step)
    assert.ok(recorded, `no recording of ${step}`)
    const iam = iamForTests()
    iam.run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust() })
    assert.throws(
      () => call(iam),
      (error) => {
        assert.ok(error instanceof AwsError)
        const message = recorded.message.replace('<partition>', 'aws')
        assert.deepEqual([error.code, error.message], [recorded.code, message], step)
        return true
      },
    )
  }
})
