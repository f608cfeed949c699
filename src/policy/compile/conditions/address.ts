import { type Address, parseAddress, parseRange } from '../../values/ip.ts'
import { NO, unclear } from '../match.ts'
import { boundedMemo } from '../memo.ts'
import { answer, type CompareMaker } from './compare.ts'

/** An address as four 32-bit integers, the first of which holds all of IPv4. `bits` is 0 when the text is none. */
interface Words {
  readonly bits: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
}

const NO_ADDRESS: Words = { bits: 0, a: 0, b: 0, c: 0, d: 0 }

function wordsOf(address: Address | undefined): Words {
  if (!address) return NO_ADDRESS
  const { bits, value } = address
  const word = (shift: bigint): number => Number(BigInt.asIntN(32, value >> shift))
  if (bits === 32) return { bits, a: word(0n), b: 0, c: 0, d: 0 }
  return { bits, a: word(96n), b: word(64n), c: word(32n), d: word(0n) }
}

const addressOf = boundedMemo((text) => wordsOf(parseAddress(text)))

/** IpAddress: an address inside one of the ranges, of its own IP version. */
export const ipAddress: CompareMaker = (operands) => {
  const ranges = operands.map(rangeOf)
  const unreadable = operands.findLast((operand) => !parseRange(operand))
  const doubt = unreadable === undefined ? undefined : `${unreadable} is no IP address`
  return (text) => {
    const address = addressOf(text)
    if (address.bits === 0) return operands.length === 0 ? NO : unclear(`${text} is no IP address`)
    for (let index = 0; index < ranges.length; index += 1) {
      const range = ranges[index]
      if (range && rangeHolds(range, address)) return answer(true, doubt)
    }
    return answer(false, doubt)
  }
}

interface Range {
  readonly network: Words
  readonly mask: Words
}

function rangeOf(text: string): Range | undefined {
  const range = parseRange(text)
  if (!range) return undefined
  const all = (1n << BigInt(range.bits)) - 1n
  const host = (1n << BigInt(range.bits - range.prefix)) - 1n
  return { network: wordsOf(range), mask: wordsOf({ bits: range.bits, value: all ^ host }) }
}

const rangeHolds = ({ network, mask }: Range, { bits, a, b, c, d }: Words): boolean =>
  bits === network.bits &&
  ((a ^ network.a) & mask.a) === 0 &&
  ((b ^ network.b) & mask.b) === 0 &&
  ((c ^ network.c) & mask.c) === 0 &&
  ((d ^ network.d) & mask.d) === 0
