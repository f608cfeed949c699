/** How far a token travels: what containers inside an instance get at each hop limit, over both versions and families. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { wayProblem } from '../clients/server-process.ts'
import { slow, tool } from '../tools.ts'
import { openArena, python, TOOLS, tally } from './arena.ts'

const attacks = tally()
after(() => console.log(`${attacks.tried} questions from behind further hops were tried`))

/** Network namespaces behind the instance's, joined as container engines join them, routed without translation. */
const NEST = `
# nest DEPTH: N becomes a process in a namespace that is that many hops behind this one
nest() {
  local depth=$1 inside=
  for level in $(seq 1 $depth); do
    $inside unshare --net sleep 1000 & N=$!
    until there=$(readlink /proc/$N/ns/net) && [ "$there" != "$(readlink /proc/\${OUTER:-$$}/ns/net)" ] && [ "$there" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.05; done
    PIDS="$PIDS $N"
    $inside ip link add n$level type veth peer name up$level netns $N
    $inside ip address add 10.99.$level.1/24 dev n$level
    $inside ip -6 address add fd99:$level::1/64 dev n$level nodad
    $inside ip link set n$level up
    $inside sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
    inside="nsenter --net=/proc/$N/ns/net"
    $inside ip link set lo up
    $inside ip address add 10.99.$level.2/24 dev up$level
    $inside ip -6 address add fd99:$level::2/64 dev up$level nodad
    $inside ip link set up$level up
    $inside ip route add default via 10.99.$level.1
    $inside ip -6 route add default via fd99:$level::1
    OUTER=$N
  done
  # Each hop finds the way back to the innermost.
  if [ $depth = 2 ]; then
    ip route add 10.99.2.0/24 via 10.99.1.2
    ip -6 route add fd99:2::/64 via fd99:1::2
  fi
  IN="$inside"
}
masquerade() { nft -f - <<'RULES' || exit 1
table ip nat {
  chain post {
    type nat hook postrouting priority srcnat
    oifname eth0 masquerade
  }
}
RULES
}
# What the kernel says to packets that it has not asked for.
quiet() { $IN nft -f - <<'RULES' || exit 1
table ip quiet {
  chain out {
    type filter hook output priority 0
    tcp flags & rst == rst drop
  }
}
RULES
}
trap 'ip link delete n1; kill $PIDS; ip -4 route flush root 10.99.0.0/16; ip -6 route flush root fd99::/16' EXIT 2>/dev/null
`

/** What is asked from each place; one line each: whether there was a token, and what was read without one and with one. */
const ASK = `
ask() { # ask PREFIX URL
  local T V1 V2
  T=$($1 curl -sS -g --max-time 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$2/api/token" 2>/dev/null)
  V1=$($1 curl -sS -g --max-time 2 "$2/meta-data/instance-id" 2>/dev/null)
  V2=$($1 curl -sS -g --max-time 2 -H "X-aws-ec2-metadata-token: $OWN" "$2/meta-data/instance-id" 2>/dev/null)
  echo "\${#T} $V1 $V2"
}
OWN=$(token)
`

for (const way of ['namespace', 'user namespace'] as const) {
  const skip = slow || wayProblem(way) || tool('nft').skip

  test(`in a ${way}, a token travels as many hops as the limit says, and reads as many as they need`, {
    skip,
  }, async (t) => {
    const { attacker, shell, configure } = await openArena(t, way)
    await configure(attacker, { HttpTokens: 'optional', HttpProtocolIpv6: 'enabled' })
    const own = `${attacker.id} ${attacker.id}`
    const script = `${TOOLS}${NEST}${ASK}
nest 2
FIRST="nsenter --net=/proc/$(echo $PIDS | cut -d' ' -f1)/ns/net"
# All at once: what gets no answer waits for it.
SAID=$(mktemp -d) ASKING=
for url in http://169.254.169.254/latest 'http://[fd00:ec2::254]/latest'; do
  for place in "" "$FIRST" "$IN"; do
    ask "$place" "$url" >$SAID/$(echo $ASKING | wc -w) & ASKING="$ASKING $!"
  done
done
wait $ASKING
cat $SAID/*
rm -r $SAID`
    for (const [HttpPutResponseHopLimit, tokens] of [
      [1, [56, 0, 0]],
      [2, [56, 56, 0]],
      [3, [56, 56, 56]],

      [1, [56, 0, 0]],
    ] as const) {
      await configure(attacker, { HttpPutResponseHopLimit })
      const { stdout, stderr } = await shell(attacker, script)
      attacks.count(18)
      const expected = tokens.map((length) => `${length} ${own}`)
      assert.equal(stdout, [...expected, ...expected, ''].join('\n'), `at ${HttpPutResponseHopLimit}: ${stderr}`)
    }
  })

  test(`in a ${way}, a container behind address translation is a hop away as well`, { skip }, async (t) => {
    const { attacker, shell, configure } = await openArena(t, way)
    const script = `${TOOLS}${NEST}${ASK}nest 1; masquerade; ask "$IN" http://169.254.169.254/latest`
    await configure(attacker, { HttpTokens: 'optional', HttpPutResponseHopLimit: 1 })
    attacks.count(6)
    assert.equal((await shell(attacker, script)).stdout, `0 ${attacker.id} ${attacker.id}\n`)
    await configure(attacker, { HttpPutResponseHopLimit: 2 })
    // The table stands already.
    const again = script.replace('masquerade;', '')
    assert.equal((await shell(attacker, again)).stdout, `56 ${attacker.id} ${attacker.id}\n`)
  })

  test(`in a ${way}, a container reads nothing where tokens are required and one hop is the limit`, {
    skip,
  }, async (t) => {
    const { attacker, shell, configure } = await openArena(t, way)
    await configure(attacker, { HttpTokens: 'required', HttpPutResponseHopLimit: 1 })
    const { stdout } = await shell(
      attacker,
      `${TOOLS}${NEST}nest 1
$IN curl -sS --max-time 2 -o /dev/null -w '%{http_code} ' $M/meta-data/
$IN curl -sS --max-time 2 -o /dev/null -w '%{http_code} ' -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $M/api/token 2>/dev/null`,
    )
    attacks.count(2)
    assert.equal(stdout, '401 000 ')
  })

  test(`in a ${way}, no piece of a token passes the limit, in whatever pieces it is asked for`, {
    skip: skip || python.skip,
  }, async (t) => {
    const { attacker, shell, configure } = await openArena(t, way)
    const script = (window: number) => `${TOOLS}${NEST}nest 1
quiet
$IN ${python.path} -c '${CRAFTED_CLIENT}' ${window}`
    await configure(attacker, { HttpPutResponseHopLimit: 2 })
    const permitted = await shell(attacker, script(24))
    assert.match(permitted.stdout, /token True/, `the client can do it where it is permitted: ${permitted.stderr}`)
    await configure(attacker, { HttpPutResponseHopLimit: 1 })
    for (const window of [10, 24, 40]) {
      attacks.count()
      assert.equal((await shell(attacker, script(window))).stdout, 'seen 0 bytes, token False\n', `window ${window}`)
    }
  })
}

/**
 * A TCP client made by hand, with which the first piece of the answer is as long as `window` says; it then says that it
 * has that piece, whether it came or not, and takes what follows.
 */
const CRAFTED_CLIENT = `
import os, socket, struct, sys, time
window = int(sys.argv[1])
here, there, port = "10.99.1.2", "169.254.169.254", 20000 + os.getpid() % 20000
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
raw.settimeout(0.1)
def total(data):
    data += bytes(len(data) % 2)
    n = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while n >> 16: n = (n & 65535) + (n >> 16)
    return ~n & 65535
def send(flags, seq, ack, win, data=b"", options=b""):
    head = lambda check: struct.pack("!HHIIBBHHH", port, 80, seq & 0xffffffff, ack & 0xffffffff, (5 + len(options) // 4) << 4, flags, win, check, 0) + options + data
    pseudo = socket.inet_aton(here) + socket.inet_aton(there) + struct.pack("!BBH", 0, 6, len(head(0)))
    raw.sendto(head(total(pseudo + head(0))), (there, 0))
def receive():
    try: p = raw.recv(65535)
    except TimeoutError: return None
    h = (p[0] & 15) * 4
    if p[h:h+4] != struct.pack("!HH", 80, port): return None
    return struct.unpack("!I", p[h+4:h+8])[0], p[h+13], p[h + (p[h+12] >> 4) * 4:]
send(2, 1000, 0, 1000, options=bytes([2, 4, 2, 0]))
isn = None
for _ in range(50):
    got = receive()
    if got and got[1] & 18 == 18: isn = got[0]; break
ask = b"PUT /latest/api/token HTTP/1.1\\r\\nHost: a\\r\\nX-aws-ec2-metadata-token-ttl-seconds: 60\\r\\n\\r\\n"
send(24, 1001, isn + 1, window, ask)
pieces, began, said = {}, time.time(), 0
while time.time() < began + 4:
    got = receive()
    if got and got[2]: pieces[got[0] - isn - 1] = got[2]
    if time.time() > began + 1 and time.time() > said + 0.3:
        said = time.time()
        send(16, 1001 + len(ask), isn + 1 + window, 60000)
text = b"".join(pieces[at] for at in sorted(pieces))
print("seen", len(text), "bytes, token", b"AQAE" in text)
`
