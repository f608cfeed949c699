/** CBOR (RFC 8949) as Smithy's RPC v2 uses it: what a service reads and writes, and nothing that a hostile body could blow up. */
import { MAX_DEPTH, setOwn } from './protocol.ts'

/** A number that is written as a float64 even when it is whole; Go's clients refuse an integer in a double's place. */
export class CborDouble {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** Why a body is not the CBOR of one value. */
export class CborError extends Error {
  override readonly name = 'CborError'
}

/** The value of a whole body. Tag 1 becomes a Date, whole numbers become numbers, byte strings become Uint8Array. */
export function decodeCbor(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes)
  const value = reader.value(0)
  if (reader.left > 0) throw new CborError('there are bytes after the value')
  return value
}

/** Encodes null, booleans, numbers, strings, Uint8Array, Date (tag 1), CborDouble, arrays and plain objects. */
export function encodeCbor(value: unknown): Buffer {
  const writer = new Writer()
  writer.value(value)
  return writer.finish()
}

const BREAK = Symbol('break')

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  value(depth: number): unknown {
    const value = this.#item(depth)
    if (value === BREAK) throw new CborError('a break where a value belongs')
    return value
  }

  #item(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new CborError('nested too deep')
    const head = this.#take(1)[0] ?? 0
    const major = head >> 5
    const minor = head & 31
    if (major === 7) return this.#simple(minor)
    if (minor === 31) return this.#indefinite(major, depth)
    const count = this.#argument(minor)
    switch (major) {
      case 0:
        return count
      case 1:
        return -1 - count
      case 2:
        return this.#take(count)
      case 3:
        return this.#take(count).toString('utf8')
      case 4:
        return this.#list(count, depth)
      case 5:
        return this.#map(count, depth)
      default:
        return this.#tagged(count, depth)
    }
  }

  #list(count: number, depth: number): unknown[] {
    // Each item takes a byte at least: a larger count is a lie, and must not allocate.
    if (count > this.left) throw new CborError('a list longer than the body')
    const list: unknown[] = []
    for (let index = 0; index < count; index += 1) list.push(this.value(depth + 1))
    return list
  }

  #map(count: number, depth: number): Record<string, unknown> {
    if (count * 2 > this.left) throw new CborError('a map longer than the body')
    const map: Record<string, unknown> = {}
    for (let index = 0; index < count; index += 1) setOwn(map, this.#key(depth), this.value(depth + 1))
    return map
  }

  #indefinite(major: number, depth: number): unknown {
    if (major === 4) return [...this.#untilBreak(depth)]
    if (major === 5) {
      const map: Record<string, unknown> = {}
      for (const key of this.#untilBreak(depth)) {
        if (typeof key !== 'string') throw new CborError('a map key that is not text')
        setOwn(map, key, this.value(depth + 1))
      }
      return map
    }
    if (major !== 2 && major !== 3) throw new CborError('an indefinite length where none may be')
    const chunks: Buffer[] = []
    for (;;) {
      const head = this.#take(1)[0] ?? 0
      if (head === 0xff) break
      if (head >> 5 !== major || (head & 31) === 31) throw new CborError('a chunk of another type')
      chunks.push(this.#take(this.#argument(head & 31)))
    }
    const whole = Buffer.concat(chunks)
    return major === 2 ? whole : whole.toString('utf8')
  }

  *#untilBreak(depth: number): Generator<unknown> {
    for (;;) {
      const item = this.#item(depth + 1)
      if (item === BREAK) return
      yield item
    }
  }

  #key(depth: number): string {
    const key = this.value(depth + 1)
    if (typeof key !== 'string') throw new CborError('a map key that is not text')
    return key
  }

  #tagged(tag: number, depth: number): unknown {
    const value = this.value(depth + 1)
    if (tag !== 1) return value
    const millis = typeof value === 'number' ? Math.round(value * 1000) : Number.NaN
    if (!(Math.abs(millis) <= 8.64e15)) throw new CborError('a time out of range')
    return new Date(millis)
  }

  #simple(minor: number): unknown {
    switch (minor) {
      case 20:
        return false
      case 21:
        return true
      case 22:
      case 23:
        return null
      case 25:
        return half(this.#take(2).readUInt16BE(0))
      case 26:
        return this.#take(4).readFloatBE(0)
      case 27:
        return this.#take(8).readDoubleBE(0)
      case 31:
        return BREAK
      default:
        throw new CborError('an unknown simple value')
    }
  }

  #argument(minor: number): number {
    if (minor < 24) return minor
    switch (minor) {
      case 24:
        return this.#take(1).readUInt8(0)
      case 25:
        return this.#take(2).readUInt16BE(0)
      case 26:
        return this.#take(4).readUInt32BE(0)
      case 27:
        return Number(this.#take(8).readBigUInt64BE(0))
      default:
        throw new CborError('a reserved length')
    }
  }

  #take(count: number): Buffer {
    if (count > this.left) throw new CborError('the body ends early')
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }
}

function half(bits: number): number {
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  const sign = bits & 0x8000 ? -1 : 1
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25))
}

class Writer {
  #buffer = Buffer.allocUnsafe(1024)
  #length = 0

  value(value: unknown): void {
    if (value === null || value === undefined) this.#byte(0xf6)
    else if (typeof value === 'boolean') this.#byte(value ? 0xf5 : 0xf4)
    else if (typeof value === 'string') this.#text(value)
    else if (typeof value === 'number') {
      if (Number.isSafeInteger(value)) this.#head(value < 0 ? 1 : 0, value < 0 ? -1 - value : value)
      else this.#double(value)
    } else if (value instanceof CborDouble) this.#double(value.value)
    else if (value instanceof Date) {
      this.#byte(0xc1)
      this.#double(value.getTime() / 1000)
    } else if (value instanceof Uint8Array) {
      this.#head(2, value.length)
      this.#room(value.length)
      this.#buffer.set(value, this.#length)
      this.#length += value.length
    } else if (Array.isArray(value)) {
      this.#head(4, value.length)
      for (const entry of value) this.value(entry)
    } else {
      const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
      this.#head(5, entries.length)
      for (const [key, entry] of entries) {
        this.#text(key)
        this.value(entry)
      }
    }
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  #text(text: string): void {
    const length = Buffer.byteLength(text)
    this.#head(3, length)
    this.#room(length)
    this.#buffer.write(text, this.#length)
    this.#length += length
  }

  #head(major: number, argument: number): void {
    this.#room(9)
    const bits = major << 5
    if (argument < 24) this.#length = this.#buffer.writeUInt8(bits | argument, this.#length)
    else if (argument < 0x100) {
      this.#length = this.#buffer.writeUInt8(bits | 24, this.#length)
      this.#length = this.#buffer.writeUInt8(argument, this.#length)
    } else if (argument < 0x10000) {
      this.#length = this.#buffer.writeUInt8(bits | 25, this.#length)
      this.#length = this.#buffer.writeUInt16BE(argument, this.#length)
    } else if (argument < 0x100000000) {
      this.#length = this.#buffer.writeUInt8(bits | 26, this.#length)
      this.#length = this.#buffer.writeUInt32BE(argument, this.#length)
    } else {
      this.#length = this.#buffer.writeUInt8(bits | 27, this.#length)
      this.#length = this.#buffer.writeBigUInt64BE(BigInt(argument), this.#length)
    }
  }

  #double(value: number): void {
    this.#room(9)
    this.#length = this.#buffer.writeUInt8(0xfb, this.#length)
    this.#length = this.#buffer.writeDoubleBE(value, this.#length)
  }

  #byte(byte: number): void {
    this.#room(1)
    this.#length = this.#buffer.writeUInt8(byte, this.#length)
  }

  #room(count: number): void {
    if (this.#length + count <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + count))
    this.#buffer.copy(larger, 0, 0, this.#length)
    this.#buffer = larger
  }
}
