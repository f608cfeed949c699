/** What an instance can try from inside to be taken for its neighbour, or to reach it or the machine. */
import assert from 'node:assert/strict'
import { networkInterfaces } from 'node:os'
import { after, test } from 'node:test'
import { wayProblem } from '../clients/server-process.ts'
import { slow } from '../tools.ts'
import { type Arena, METADATA, openArena, TOOLS, tally } from './arena.ts'

const attacks = tally()
after(() => console.log(`${attacks.tried} attacks on identity were tried`))

/** Headers by which metadata mocks and proxies have told callers apart, with what would make them err. */
const forgedHeaders = ({ victim }: Arena): readonly string[] => [
  ...['X-Forwarded-For', 'X-Real-IP', 'X-Client-IP', 'X-Cluster-Client-IP', 'True-Client-IP', 'CF-Connecting-IP'].map(
    (name) => `${name}: ${victim.privateIp}`,
  ),
  ...[
    'X-Original-Forwarded-For',
    'X-ProxyUser-Ip',
    'X-Remote-Addr',
    'Remote-Addr',
    'X-Source-IP',
    'X-Envoy-External-Address',
  ].map((name) => `${name}: ${victim.privateIp}`),
  `Forwarded: for=${victim.privateIp};host=${victim.privateIp}`,
  `Via: 1.1 ${victim.privateIp}`,
  `Host: ${victim.privateIp}`,
  `Host: ${victim.id}`,
  `X-Forwarded-Host: ${victim.privateIp}`,
  ...[
    'X-Localemu-Instance-Id',
    'X-LocalStack-Instance-Id',
    'X-Rolecall-Instance',
    'X-Instance-Id',
    'X-Amzn-Instance-Id',
    'X-Aws-Ec2-Instance-Id',
    'X-Tenant-Id',
    'Instance-Id',
  ].map((name) => `${name}: ${victim.id}`),
  `Cookie: instance-id=${victim.id}`,
  `Referer: http://${victim.privateIp}/`,
  `User-Agent: ${victim.id}`,
  `X-HTTP-Method-Override: PUT`,
  `X-Original-URL: /latest/meta-data/instance-id`,
  `Authorization: Bearer ${victim.id}`,
]

for (const way of ['namespace', 'user namespace'] as const) {
  const skip = slow || wayProblem(way)

  test(`in a ${way}, no header makes an instance another`, { skip }, async (t) => {
    const arena = await openArena(t, way)
    const { attacker, shell, configure } = arena
    await configure(attacker, { HttpTokens: 'optional' })
    for (const header of forgedHeaders(arena)) {
      const { stdout } = await shell(
        attacker,
        `${TOOLS}H='${header}'
echo "v1 $(read1 meta-data/instance-id -H "$H") $(read1 meta-data/iam/security-credentials/ -H "$H")"
echo "v2 $(read2 meta-data/instance-id -H "$H") $(read2 meta-data/iam/security-credentials/ -H "$H")"
T=$(curl -sS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' -H "$H" $M/api/token)
echo "token \${#T} $(curl -sS -H "X-aws-ec2-metadata-token: $T" $M/meta-data/instance-id)"`,
      )
      attacks.count(3)
      const own = `${attacker.id} ${attacker.role}`
      // A forwarded request gets no token, and none of its own is served.
      const expected = header.startsWith('X-Forwarded-For')
        ? [`v1 ${own}`, 'v2  ', /^token 0 /]
        : [`v1 ${own}`, `v2 ${own}`, `token 56 ${attacker.id}`]
      stdout
        .trimEnd()
        .split('\n')
        .slice(0, 3)
        .forEach((line, index) => {
          const wanted = expected[index]
          if (wanted instanceof RegExp) assert.match(line, wanted, header)
          else assert.equal(line.trimEnd(), wanted?.trimEnd(), header)
        })
      assertNothingOf(arena, stdout, header)
    }
  })

  test(`in a ${way}, a token serves its own instance and boot alone`, { skip }, async (t) => {
    const arena = await openArena(t, way)
    const { attacker, victim, shell, configure } = arena
    const token = async (of: typeof attacker) => (await shell(of, `${TOOLS}token`)).stdout
    const use = async (at: typeof attacker, text: string) =>
      (
        await shell(
          at,
          `curl -sS -o /dev/null -w '%{http_code}' -H 'X-aws-ec2-metadata-token: ${text}' ${METADATA}/meta-data/`,
        )
      ).stdout
    const [mine, theirs] = [await token(attacker), await token(victim)]
    assert.equal(await use(attacker, mine), '200')
    const forged = [
      theirs,
      `${mine.slice(0, 20)}${theirs.slice(20)}`,
      `${theirs.slice(0, 20)}${mine.slice(20)}`,
      mine.toLowerCase(),
      mine.slice(0, -2),
      `${mine}=`,
      'AQAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==',
      'INVALID',
    ]
    for (const HttpTokens of ['required', 'optional'] as const) {
      await configure(attacker, { HttpTokens })
      for (const text of forged) {
        attacks.count()
        assert.equal(await use(attacker, text), '401', `${text} with tokens ${HttpTokens}`)
      }
    }
  })

  test(`in a ${way}, an instance that takes its neighbour's address is still itself`, { skip }, async (t) => {
    const arena = await openArena(t, way)
    const { attacker, victim, shell } = arena
    const { stdout } = await shell(
      attacker,
      `${TOOLS}ip address add ${victim.privateIp}/32 dev eth0; ip address add ${victim.privateIp}/32 dev lo
read2 meta-data/instance-id --interface ${victim.privateIp}; echo
read2 meta-data/iam/security-credentials/ --interface ${victim.privateIp}; echo
ip route change default via \${GATEWAY:-$(ip route show default | cut -d' ' -f3)} dev eth0 src ${victim.privateIp}
read2 meta-data/instance-id; echo
ip address del ${attacker.privateIp}/32 dev eth0
timeout 5 bash -c "$(declare -f token read2); M=$M; read2 meta-data/instance-id"; echo`,
    )
    attacks.count(4)
    assert.ok(stdout.startsWith(`${attacker.id}\n${attacker.role}\n${attacker.id}\n`), stdout)
    assertNothingOf(arena, stdout, 'spoofed source')
    assert.equal((await shell(victim, `${TOOLS}read2 meta-data/instance-id`)).stdout, victim.id)
  })

  test(`in a ${way}, hand-made requests are answered once, as the instance's own, or refused`, { skip }, async (t) => {
    const arena = await openArena(t, way)
    const { attacker, victim, shell, configure } = arena
    await configure(attacker, { HttpTokens: 'optional' })
    const host = 'Host: 169.254.169.254\\r\\n'
    const put = `PUT /latest/api/token HTTP/1.1\\r\\n${host}X-aws-ec2-metadata-token-ttl-seconds: 60\\r\\n\\r\\n`
    const get = `GET /latest/meta-data/instance-id HTTP/1.1\\r\\n${host}`
    const hidden = `GET /latest/meta-data/mac HTTP/1.1\\r\\n${host}\\r\\n`
    const requests: Readonly<Record<string, string>> = {
      'two at once': `${get}\\r\\n${hidden}`,
      'a token behind a read': `${get}\\r\\n${put}`,
      'a read behind a token': `${put}${hidden}`,
      'a body on GET': `${get}Content-Length: ${victim.id.length}\\r\\n\\r\\n${victim.id}`,
      'a request as the body of GET': `${get}Content-Length: 60\\r\\n\\r\\n${hidden}`,
      'two lengths': `${get}Content-Length: 0\\r\\nContent-Length: 60\\r\\n\\r\\n${hidden}`,
      'length and chunks': `${get}Content-Length: 4\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n${hidden}`,
      'chunks and length': `${get}Transfer-Encoding: chunked\\r\\nContent-Length: 4\\r\\n\\r\\n0\\r\\n\\r\\n${hidden}`,
      'chunks, then another': `${get}Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n${hidden}`,
      'strange chunks': `${get}Transfer-Encoding: xchunked\\r\\n\\r\\n0\\r\\n\\r\\n${hidden}`,
      'a space before the colon': `${get}Transfer-Encoding : chunked\\r\\n\\r\\n0\\r\\n\\r\\n${hidden}`,
      'a folded header': `${get}X-A: b\\r\\n X-Forwarded-For: ${victim.privateIp}\\r\\n\\r\\n`,
      'bare line feeds': `GET /latest/meta-data/instance-id HTTP/1.1\\n${host}\\n${hidden}`,
      'a header without end': `${get}X-A: b\\rX-B: c\\r\\n\\r\\n`,
      'the neighbour as absolute URL': `GET http://${victim.privateIp}/latest/meta-data/instance-id HTTP/1.1\\r\\n${host}\\r\\n`,
      'a proxy request': `CONNECT ${victim.privateIp}:80 HTTP/1.1\\r\\n${host}\\r\\n`,
      'an upgrade': `${get}Connection: Upgrade\\r\\nUpgrade: h2c\\r\\n\\r\\n`,
      'HTTP/2': 'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n',
      'keep-alive': `${get}Connection: keep-alive\\r\\n\\r\\n${hidden}`,
      'HTTP/1.0': `GET /latest/meta-data/instance-id HTTP/1.0\\r\\n\\r\\n${hidden}`,
      'a path that climbs': `GET /../../latest/meta-data/../../${victim.id} HTTP/1.1\\r\\n${host}\\r\\n`,
      'a path with another host': `GET //${victim.privateIp}/latest/meta-data/instance-id HTTP/1.1\\r\\n${host}\\r\\n`,
      'a method in lower case': `put /latest/api/token HTTP/1.1\\r\\n${host}X-aws-ec2-metadata-token-ttl-seconds: 60\\r\\n\\r\\n`,
      'zero bytes': `${get}X-A: \\x00\\r\\n\\r\\n`,
    }
    for (const [name, bytes] of Object.entries(requests)) {
      attacks.count()
      const { stdout } = await shell(attacker, `${TOOLS}raw '${bytes}'`)
      const heads = stdout.match(/HTTP\/1\.1 \d{3}/g) ?? []
      assert.ok(heads.length <= 1, `${name}: answered ${heads.length} times\n${stdout}`)
      if (heads[0] === 'HTTP/1.1 200' && !stdout.includes('Token-Ttl-Seconds')) {
        assert.ok(stdout.endsWith(attacker.id), `${name}: another answer than the first request's\n${stdout}`)
      }
      assertNothingOf(arena, stdout, name)
    }
    assert.equal((await shell(attacker, `${TOOLS}read1 meta-data/instance-id`)).stdout, attacker.id)
  })

  test(`in a ${way}, neither the neighbour nor the machine can be reached`, { skip }, async (t) => {
    const arena = await openArena(t, way)
    const { attacker, victim, shell, server } = arena
    // Both stand.
    await shell(victim, 'true')
    const port = new URL(server.ready.endpoint).port
    const machine = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))
    const gateway = '$(ip route show default | cut -d" " -f3)'
    const targets = [
      ...['80', '443', '53', port].map((at) => `${victim.privateIp}:${at}`),
      ...['169.254.169.254', '169.254.169.253', '198.18.0.1', '127.0.0.1', 'localhost', gateway].map(
        (at) => `${at}:${port}`,
      ),
      ...machine
        .filter((address) => !address.includes('%'))
        .map((at) => `${at.includes(':') ? `[${at}]` : at}:${port}`),
      '[fe80::1%25eth0]:80',
      `[fd97:1c06:5e8d::${victim.privateIp}]:80`,
      '1.1.1.1:80',
    ]
    const detours = [
      'true',
      `ip route add ${victim.privateIp} dev eth0`,
      `ip route replace default dev eth0`,
      `ip route replace ${victim.privateIp} via 169.254.169.254 dev eth0 onlink`,
    ]
    for (const detour of detours) {
      const tries = targets.map(
        (target) =>
          `curl -sS -g --max-time 2 -o /dev/null -w '%{http_code} ${target}\\n' "http://${target}/" 2>/dev/null &`,
      )
      const { stdout } = await shell(attacker, `${detour}\n${tries.join('\n')}\nwait`)
      attacks.count(targets.length)
      const answers = stdout.trim().split('\n')
      assert.equal(answers.length, targets.length)
      for (const line of answers) assert.match(line, /^000 /, `after ${detour}`)
    }
  })

  test(`in a ${way}, the server's own paths are no paths, whoever asks`, { skip }, async (t) => {
    const arena = await openArena(t, way)
    const { attacker, shell, server } = arena
    for (const path of ['/_rolecall/health', '/_rolecall/reset']) {
      for (const url of [`http://198.18.0.1${path}`, `http://sts.us-east-1.amazonaws.com${path}`]) {
        attacks.count()
        const { stdout } = await shell(attacker, `curl -sS -X POST -H 'X-Rolecall-Reset: 1' -w ' %{http_code}' ${url}`)
        assert.doesNotMatch(stdout, / 200$/)
        assert.doesNotMatch(stdout, /enforcement/)
      }
    }
    assert.equal((await fetch(`${server.ready.endpoint}/_rolecall/health`)).status, 200)
  })
}

function assertNothingOf({ victim }: Arena, text: string, attack: string): void {
  assert.ok(!text.includes(victim.id), `${attack}: the neighbour's id came back\n${text}`)
  assert.ok(!text.split(/\s/).includes(victim.role), `${attack}: the neighbour's role came back\n${text}`)
}
