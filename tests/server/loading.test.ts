import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2'
import { ListRolesCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { clients } from '../harness.ts'
import { startProgram } from './program.ts'

/** Has node tell each module that it loads. */
const TELLING = `import { registerHooks } from 'node:module'
import { writeSync } from 'node:fs'
registerHooks({ load(url, context, next) { writeSync(2, url + '\\n'); return next(url, context) } })`

test('the code of a service is loaded by the first call of it', async () => {
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELLING)}` }
  const server = await startProgram(['--ephemeral'], { env })
  const { sts, iam, ec2 } = clients(server.ready)
  await sts.send(new GetCallerIdentityCommand())
  await iam.send(new ListRolesCommand())
  const before = loaded(server.stderr())
  const { Reservations } = await ec2.send(new DescribeInstancesCommand())
  assert.deepEqual(Reservations, [])
  const after = loaded((await server.stop()).stderr)
  assert.deepEqual(before, ['iam.ts', 'sts.ts'], 'only these two are loaded by the start; see `services` in src/app.ts')
  assert.deepEqual(after, ['ec2.ts', 'iam.ts', 'sts.ts'])
})

/** The service tables of which a module was loaded. */
function loaded(stderr: string): readonly string[] {
  return [...new Set([...stderr.matchAll(/\/src\/services\/(\S+)/g)].map(([, name]) => name ?? ''))].sort()
}
