import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { instanceRecord } from '../instances/fixtures.ts'
import { enterOptions } from './exec-client.ts'
import type { HostAccess } from './host.ts'
import { hostsForTests } from './hosts-for-tests.ts'
import { namespaceProblem } from './namespace.ts'

const one = instanceRecord()

for (const way of ['namespace', 'user namespace'] as const) {
  const problem = namespaceProblem(way)
  const skip = problem === undefined ? false : `no ${way} here: ${problem}`
  const { hosts } = hostsForTests({ after }, [one], { ways: [way] })
  let access: HostAccess
  before(async () => {
    if (!skip) access = await hosts.prepare(one.id)
  })

  /** What a command of the instance sees. */
  const see = (...command: readonly string[]): string => {
    assert.ok(access.way === way)
    return execFileSync('nsenter', [...enterOptions(access), ...command], { encoding: 'utf8', stdio: 'pipe' }).trim()
  }

  test(`the interface of a ${way} is the instance's, by address and MAC`, { skip }, () => {
    const [link] = JSON.parse(see('ip', '-json', 'address', 'show', 'dev', 'eth0'))
    assert.equal(link.address, one.mac)
    assert.equal(link.addr_info[0].local, one.privateIp)
    assert.deepEqual(
      JSON.parse(see('ip', '-json', 'link')).map(({ ifname }: { ifname: string }) => ifname),
      ['lo', 'eth0'],
    )
  })

  test(`the default route of a ${way} leads to the first address of the instance's subnet, as in a VPC`, {
    skip,
  }, () => {
    const [route] = JSON.parse(see('ip', '-json', 'route', 'get', '1.1.1.1'))
    // 172.31.5.9 is in the first /20.
    assert.deepEqual([route.gateway, route.prefsrc], ['172.31.0.1', one.privateIp])
  })

  test(`what a ${way} cannot reach is said at once`, { skip }, () => {
    // Without an answer, the connection would wait for longer than the program does.
    const { status, stderr } = tryTo(() => see('timeout', '20', 'bash', '-c', 'exec 3<>/dev/tcp/1.1.1.1/80'))
    assert.equal(status, 1)
    assert.match(stderr, /unreachable|No route to host/)
  })
}

function tryTo(work: () => unknown): { readonly status: number; readonly stderr: string } {
  try {
    work()
    return { status: 0, stderr: '' }
  } catch (error) {
    // What execFileSync throws has both.
    return error as { readonly status: number; readonly stderr: string }
  }
}
