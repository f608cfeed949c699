/** What a name means to the resolver of an instance. `address` is IPv4; undefined: the name has none of the kind asked. */
export type Resolve = (name: string) => { readonly address: string | undefined } | undefined

const HEADER = 12
const TYPE_A = 1
const TYPE_ANY = 255
const CLASS_IN = 1
const TTL_SECONDS = 60
const RCODE = { ok: 0, format: 1, 'no such name': 3, 'not implemented': 4 } as const

/** The answer to one DNS message, or undefined for what is no query. RFC 1035. */
export function answerDns(message: Uint8Array, resolve: Resolve): Buffer | undefined {
  const query = Buffer.from(message)
  if (query.length < HEADER || (query.readUInt8(2) & 0x80) !== 0) return undefined
  const opcode = (query.readUInt8(2) >> 3) & 0x0f
  if (opcode !== 0) return answer(query, undefined, RCODE['not implemented'])
  const question = query.readUInt16BE(4) === 1 ? readQuestion(query) : undefined
  if (!question) return answer(query, undefined, RCODE.format)
  const found = question.class === CLASS_IN ? resolve(question.name) : undefined
  if (!found) return answer(query, question, RCODE['no such name'])
  const wantsAddress = question.type === TYPE_A || question.type === TYPE_ANY
  return answer(query, question, RCODE.ok, wantsAddress ? found.address : undefined)
}

interface Question {
  readonly name: string
  readonly type: number
  readonly class: number
  /** Offset behind it. */
  readonly end: number
}

/** Names in questions are never compressed. */
function readQuestion(query: Buffer): Question | undefined {
  const labels: string[] = []
  let at = HEADER
  for (;;) {
    const length = query[at]
    if (length === undefined || length > 63) return undefined
    at += 1
    if (length === 0) break
    labels.push(query.toString('latin1', at, at + length))
    at += length
  }
  if (at + 4 > query.length) return undefined
  const name = labels.join('.').toLowerCase()
  return { name, type: query.readUInt16BE(at), class: query.readUInt16BE(at + 2), end: at + 4 }
}

function answer(query: Buffer, question: Question | undefined, code: number, address?: string): Buffer {
  const head = Buffer.alloc(HEADER)
  query.copy(head, 0, 0, 2)
  // Answer, authoritative; the client's wish for recursion is repeated, and recursion is offered.
  head.writeUInt8(0x84 | (query.readUInt8(2) & 0x01), 2)
  head.writeUInt8(0x80 | code, 3)
  head.writeUInt16BE(question ? 1 : 0, 4)
  head.writeUInt16BE(address === undefined ? 0 : 1, 6)
  const asked = question ? query.subarray(HEADER, question.end) : Buffer.alloc(0)
  if (address === undefined) return Buffer.concat([head, asked])
  const record = Buffer.alloc(12)
  record.writeUInt16BE(0xc000 | HEADER, 0)
  record.writeUInt16BE(TYPE_A, 2)
  record.writeUInt16BE(CLASS_IN, 4)
  record.writeUInt32BE(TTL_SECONDS, 6)
  record.writeUInt16BE(4, 10)
  return Buffer.concat([head, asked, record, Buffer.from(address.split('.').map(Number))])
}
