import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tool } from '../tools.ts'
import { launchWithRole } from './launch.ts'
import { startServerProcess, wayProblem } from './server-process.ts'

const python = tool('python')
/** Where boto3 found its credentials, in its own words, and whose they are. */
const SCRIPT = `
import boto3
session = boto3.Session(region_name="us-east-1")
print(session.get_credentials().method, session.client("sts").get_caller_identity()["Arn"])`

for (const [way, method] of [
  ['environment', 'container-role'],
  ['namespace', 'iam-role'],
] as const) {
  test(`boto3 takes its credentials from the ${method} provider, by ${way}`, {
    skip: python.skip || wayProblem(way),
  }, async (t) => {
    const server = await startServerProcess(t, { way })
    const instance = await launchWithRole(server.ready, 'unused')
    const { stdout, stderr } = await server.exec(instance, [python.path, '-c', SCRIPT])
    assert.equal(stdout, `${method} arn:aws:sts::123456789012:assumed-role/web/${instance}\n`, stderr)
  })
}
