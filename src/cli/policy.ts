import { type Command, UsageError } from './command.ts'
import { check } from './policy/check.ts'
import { test } from './policy/test.ts'

export const policy: Command = {
  summary: 'check policies, and test what they decide',
  help: `rolecall policy check FILE...: say what AWS would refuse and IAM Access Analyzer would find in policies
rolecall policy test FILE...: run the cases of test files against policies

check
  --type KIND  identity, boundary, session, trust, resource, bucket, scp or rcp (default: guessed, and said)
  --strict     exit with 1 for warnings as well
  --json       print what is found as JSON
  FILE         a policy, or the answer of a call such as aws iam get-policy-version; - is standard input

test
  --tap        print TAP version 14
  FILE         cases: who does what on what, with which policies, and what is expected; see docs/policy-files.md

Neither needs a server. They exit with 1 when a policy has an error or a case fails, and with 2 when a file cannot be
used at all.
`,
  async run([name, ...args]) {
    if (name === 'check') return check(args)
    if (name === 'test') return test(args)
    throw new UsageError(name === undefined ? 'name what to do: check or test' : `takes check or test, not ${name}`)
  },
}
