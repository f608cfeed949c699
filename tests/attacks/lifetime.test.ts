/** What the end of an instance, of a boot or of the server leaves to whoever comes after. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { StartInstancesCommand, StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2'
import { enterOptions } from '../../src/hosts/exec-client.ts'
import { wayProblem } from '../clients/server-process.ts'
import { slow } from '../tools.ts'
import { METADATA, openArena, prepare, TOOLS, tally } from './arena.ts'

const attacks = tally()
after(() => console.log(`${attacks.tried} attacks on what ends and begins were tried`))

for (const way of ['namespace', 'user namespace'] as const) {
  const skip = slow || wayProblem(way)

  test(`in a ${way}, who gets a used address gets no more than the address`, { skip }, async (t) => {
    const { victim, launch, shell, ec2, server } = await openArena(t, way)
    const before = await shell(victim, `${TOOLS}token; echo; read2 meta-data/iam/security-credentials/victim`)
    const [token = '', ...document] = before.stdout.split('\n')
    const { AccessKeyId } = JSON.parse(document.join('\n'))
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [victim.id] }))
    const next = await launch('next', victim.privateIp)
    assert.equal(next.privateIp, victim.privateIp)
    const { stdout } = await shell(
      next,
      `${TOOLS}read2 meta-data/instance-id; echo; read2 meta-data/iam/security-credentials/; echo
curl -sS -o /dev/null -w '%{http_code}' -H 'X-aws-ec2-metadata-token: ${token}' $M/meta-data/; echo
read2 meta-data/iam/security-credentials/victim -o /dev/null -w '%{http_code}'; echo
read2 meta-data/iam/security-credentials/next`,
    )
    const [id, role, stale, theirs, ...own] = stdout.split('\n')
    assert.deepEqual([id, role, stale, theirs], [next.id, 'next', '401', '404'])
    assert.notEqual(JSON.parse(own.join('\n')).AccessKeyId, AccessKeyId)
    attacks.count(5)
    await assert.rejects(prepare(join(server.folder, 'data', 'control.sock'), victim.id), /terminated/)
  })

  test(`in a ${way}, a process of the last boot has nothing in the next one`, { skip }, async (t) => {
    const { victim, shell, ec2, server } = await openArena(t, way)
    const { stdout: token } = await shell(victim, `${TOOLS}token`)
    const command = [
      'sh',
      '-c',
      `setsid sh -c 'while :; do curl -s --max-time 1 ${METADATA}/ >>${server.folder}/late; sleep 0.1; done' & sleep 1000`,
    ]
    const running = server.exec(victim.id, command)
    await until(() => existsSync(join(server.folder, 'late')))
    await ec2.send(new StopInstancesCommand({ InstanceIds: [victim.id] }))
    assert.ok((await running).code > 128)
    await ec2.send(new StartInstancesCommand({ InstanceIds: [victim.id] }))
    const status = `curl -sS -o /dev/null -w '%{http_code}' -H 'X-aws-ec2-metadata-token: ${token}' ${METADATA}/meta-data/`
    assert.equal((await shell(victim, status)).stdout, '401')
    attacks.count(2)
    await until(() => processesNaming(join(server.folder, 'late')).length === 0)
  })

  test(`in a ${way}, commands begin when the metadata answers, however many are asked for at once`, {
    skip,
  }, async (t) => {
    const { attacker, victim, server } = await openArena(t, way)
    const script = `${TOOLS}read2 meta-data/instance-id`
    const asked = [attacker, victim, attacker, victim, attacker, victim]
    const answers = await Promise.all(asked.map(({ id }) => server.exec(id, ['bash', '-c', script])))
    attacks.count(asked.length)
    assert.deepEqual(
      answers.map(({ stdout }) => stdout),
      asked.map(({ id }) => id),
    )
  })

  test(`in a ${way}, a killed server leaves nobody an identity, and the next one has its own`, { skip }, async (t) => {
    const { attacker, victim, shell, server, configure } = await openArena(t, way)
    await configure(victim, { HttpTokens: 'optional' })
    const access = await prepare(join(server.folder, 'data', 'control.sock'), victim.id)
    assert.ok(access.way === way)
    const { stdout: token } = await shell(victim, `${TOOLS}token`)
    const command = [...enterOptions(access), 'bash', '-c', 'while :; do sleep 0.1; done']
    const who = way === 'user namespace' && process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const survivor = spawn('nsenter', command, { stdio: 'ignore', cwd: '/', ...who })
    const ended = new Promise<string | null>((done) => survivor.once('exit', (_code, signal) => done(signal)))
    await until(() => readCommand(String(survivor.pid)).startsWith('bash'))
    const folder = join(access.caFile, '..', '..', '..')
    const again = await server.restart('SIGKILL')
    assert.equal(await ended, 'SIGKILL')
    await until(() => !existsSync(folder))
    const socket = join(again.folder, 'data', 'control.sock')
    for (const { id, role } of [attacker, victim]) {
      const { stdout } = await again.exec(id, [
        'bash',
        '-c',
        `${TOOLS}read2 meta-data/instance-id; echo; read2 meta-data/iam/security-credentials/`,
      ])
      assert.equal(stdout, `${id}\n${role}`)
      attacks.count(2)
    }
    const status = `curl -sS -o /dev/null -w '%{http_code}' -H 'X-aws-ec2-metadata-token: ${token}' ${METADATA}/meta-data/`
    assert.equal((await shell(victim, status)).stdout, '401')
    attacks.count()
    assert.ok((await prepare(socket, victim.id)).way === way)
  })

  test(`in a ${way}, what a server and its keeper leave when both are killed, the next server of that home ends`, {
    skip,
  }, async (t) => {
    const first = await openArena(t, way)
    const other = await openArena(t, way)
    const hold = async ({ server, victim }: typeof first) => {
      const running = server.exec(victim.id, ['sh', '-c', `echo $$ >${server.folder}/pid; exec sleep 1000`])
      running.catch(() => {})
      const file = join(server.folder, 'pid')
      await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'))
      return { pid: Number(readFileSync(file, 'utf8')), running }
    }
    const mine = await hold(first)
    const theirs = await hold(other)
    const mark = JSON.parse(readFileSync(join(first.server.folder, 'data', 'hosts.json'), 'utf8'))
    // The command's parent would end it: it is stopped, as one that hangs is.
    const parent = parentOf(mine.pid)
    process.kill(parent, 'SIGSTOP')
    for (const pid of keepersOf(serverPid(first.server.folder))) process.kill(pid, 'SIGKILL')
    const again = await first.server.restart('SIGKILL')
    assert.ok(!existsSync(mark.folder), 'the folder of the instances is gone')
    await until(() => !isAlive(mine.pid))
    assert.ok(isAlive(theirs.pid), "another home's command is not touched")
    process.kill(parent, 'SIGKILL')
    attacks.count(2)
    assert.equal((await again.exec(first.victim.id, ['true'])).code, 0)
  })
}

test('what instances had is gone with the server: namespaces, links, filters, processes and folders', {
  skip: slow || wayProblem('namespace'),
}, async (t) => {
  const before = machine()
  const { attacker, victim, shell, server, ec2 } = await openArena(t, 'namespace')
  const pid = serverPid(server.folder)
  await shell(attacker, 'true')
  await shell(victim, 'true')
  assert.deepEqual(machine(), before, 'nothing of it shows on the machine')
  const mark = join(server.folder, 'data', 'hosts.json')
  const { folder } = JSON.parse(readFileSync(mark, 'utf8'))
  assert.ok(existsSync(folder))
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [attacker.id] }))
  const keepers = keepersOf(pid)
  assert.equal(keepers.length, 1)
  await server.restart()
  await until(() => keepers.every((keeper) => !isAlive(keeper)))
  assert.ok(!existsSync(folder) && !existsSync(mark))
  assert.deepEqual(machine(), before)
})

/** What an administrator would see. */
function machine() {
  const lines = (program: string, ...args: readonly string[]) => {
    const { stdout } = spawnSync(program, args, { encoding: 'utf8' })
    return (stdout ?? '').split('\n').map((line) => line.replace(/ +$/, ''))
  }
  return {
    namespaces: lines('ip', 'netns'),
    links: lines('ip', '-br', 'link'),
    tables: lines('nft', 'list', 'tables'),
  }
}

const serverPid = (folder: string): number => JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')).pid

const parentOf = (pid: number): number =>
  Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

const keepersOf = (server: number): readonly number[] =>
  processesNaming('hosts/keeper.ts').filter((pid) => parentOf(pid) === server)

function processesNaming(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isAlive(Number(name)))
    .filter((name) => readCommand(name).includes(text))
    .map(Number)
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    readlinkSync(`/proc/${pid}/ns/net`)
    return true
  } catch {
    return false
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 10))
}
