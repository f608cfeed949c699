/** What one instance can take from the others by asking much, slowly or half. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { wayProblem } from '../clients/server-process.ts'
import { slow } from '../tools.ts'
import { openArena, python, TOOLS, tally } from './arena.ts'

const attacks = tally()
after(() => console.log(`${attacks.tried} attacks by load were tried`))

const skip = slow || wayProblem('namespace') || python.skip

test('10,000 tokens more take no memory that stays', { skip }, async (t) => {
  const { attacker, shell, server } = await openArena(t, 'namespace')
  const ask = `${python.path} -c '${TOKENS}' 10000`
  // What the first cost is code that is compiled and a heap that grows to its working size.
  assert.equal((await shell(attacker, ask)).stdout.trim(), '10000 10000')
  const before = residentOf(server.folder)
  assert.equal((await shell(attacker, ask)).stdout.trim(), '10000 10000')
  attacks.count(20_000)
  // A connection that stays costs 10 KB and more.
  const grown = residentOf(server.folder) - before
  assert.ok(grown < 40, `the server has grown by ${grown} MB`)
})

test('connections that say little, and slowly, are ended; others are answered meanwhile', { skip }, async (t) => {
  const { attacker, victim, shell } = await openArena(t, 'namespace')
  // Its namespace is there before the attack.
  await shell(victim, 'true')
  const attack = shell(attacker, `${python.path} -c '${SLOW}'`)
  const script = `${TOOLS}for i in 1 2 3 4 5 6 7 8 9 10; do read2 meta-data/instance-id; sleep 0.3; done`
  assert.equal((await shell(victim, script)).stdout, victim.id.repeat(10))
  const { stdout, stderr } = await attack
  const { opened, ended } = JSON.parse(stdout || `{"error": ${JSON.stringify(stderr)}}`)
  attacks.count(opened)
  assert.ok(opened >= 200, stdout)
  assert.equal(ended, opened, 'every one of them was ended by the server')
  assert.equal((await shell(attacker, `${TOOLS}read2 meta-data/instance-id`)).stdout, attacker.id)
})

test('a flood of names and of strange packets leaves the resolver and the others as they are', { skip }, async (t) => {
  const { attacker, victim, shell } = await openArena(t, 'namespace')
  await shell(victim, 'true')
  const attack = shell(attacker, `${python.path} -c '${NAMES}'`)
  const script = `${TOOLS}for i in 1 2 3 4 5; do getent hosts sts.us-east-1.amazonaws.com | cut -d" " -f1; done`
  assert.equal((await shell(victim, script)).stdout, '198.18.0.1\n'.repeat(5))
  assert.equal((await attack).stdout.trim(), 'sent')
  attacks.count(5000)
  assert.equal((await shell(attacker, script)).stdout, '198.18.0.1\n'.repeat(5))
})

test('one instance with thousands of open calls leaves the API to the others', { skip }, async (t) => {
  const { attacker, victim, shell } = await openArena(t, 'namespace')
  await shell(victim, 'true')
  const attack = shell(attacker, `ulimit -n 5000; ${python.path} -c '${CROWD}'`)
  const call = 'curl -sS -o /dev/null -w "%{http_code} " http://sts.us-east-1.amazonaws.com/'
  // Unsigned, and refused as such: it was read.
  assert.equal((await shell(victim, `for i in 1 2 3 4 5; do ${call}; sleep 0.5; done`)).stdout, '403 '.repeat(5))
  const { stdout } = await attack
  const { asked, kept } = JSON.parse(stdout)
  attacks.count(asked)
  assert.ok(asked === 3000 && kept <= 1100, stdout)
})

/** In megabytes. */
function residentOf(folder: string): number {
  const { pid } = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'))
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

const TOKENS = `
import http.client, sys
wanted, tokens, good = int(sys.argv[1]), set(), 0
for _ in range(wanted):
    c = http.client.HTTPConnection("169.254.169.254", 80, timeout=10)
    c.request("PUT", "/latest/api/token", headers={"X-aws-ec2-metadata-token-ttl-seconds": "21600"})
    r = c.getresponse()
    good += r.status == 200
    tokens.add(r.read())
    c.close()
print(len(tokens), good)
`

/** Half a request, a byte a second of headers, a body that never comes, and nothing at all: 50 of each. */
const SLOW = `
import json, selectors, socket, time
starts = [b"GET /latest/meta-data/ HTTP/1.1\\r\\nHost: a\\r\\nX-", b"PUT /latest/api/token HTTP/1.1\\r\\n", b"", b"PUT /latest/api/token HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1000000\\r\\n"]
waiting = selectors.DefaultSelector()
opened = ended = 0
for start in starts:
    for _ in range(50):
        s = socket.create_connection(("169.254.169.254", 80), 5)
        if start: s.sendall(start)
        waiting.register(s, selectors.EVENT_READ, start)
        opened += 1
end = time.time() + 60
next_byte = time.time() + 1
while ended < opened and time.time() < end:
    for key, _ in waiting.select(0.2):
        try: data = key.fileobj.recv(4096)
        except OSError: data = b""
        if data: continue
        waiting.unregister(key.fileobj)
        key.fileobj.close()
        ended += 1
    if time.time() > next_byte:
        next_byte += 1
        for key in list(waiting.get_map().values()):
            if key.data.endswith(b"X-"):
                try: key.fileobj.send(b"a")
                except OSError: pass
print(json.dumps({"opened": opened, "ended": ended}))
`

/** Opens connections to the API and holds them; how many the server has kept after a while. */
const CROWD = `
import json, select, socket, time
held = []
for _ in range(3000):
    try:
        s = socket.create_connection(("198.18.0.1", 80), 2)
        s.sendall(b"POST / HTTP/1.1\\r\\nHost: sts.us-east-1.amazonaws.com\\r\\nX-")
        held.append(s)
    except OSError: held.append(None)
time.sleep(3)
def open_still(s):
    if s is None: return False
    s.setblocking(False)
    try: return s.recv(1) != b""
    except BlockingIOError: return True
    except OSError: return False
print(json.dumps({"asked": len(held), "kept": sum(map(open_still, held))}))
`

const NAMES = `
import os, socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for n in range(5000):
    kind = n % 5
    if kind == 0: data = os.urandom(40)
    elif kind == 1: data = b"\\0\\1\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0" + b"\\x3f" * 400
    elif kind == 2: data = b""
    elif kind == 3: data = b"\\0\\1\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\xc0\\x0c\\0\\1\\0\\1"
    else: data = b"\\0\\1\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\3sts\\tus-east-1\\x09amazonaws\\3com\\0\\0\\1\\0\\1"
    s.sendto(data, ("169.254.169.253", 53))
t = socket.create_connection(("169.254.169.253", 53), 5)
for _ in range(20): 
    try: t.send(b"\\xff\\xff" + os.urandom(100))
    except OSError: break
print("sent")
`
