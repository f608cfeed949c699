/** Addresses and ranges in conditions. */
import { parseRange, type Range } from '../values/ip.ts'
import { error, suggestion } from './check.ts'
import type { Lint } from './context.ts'
import { isKey, lintOperator } from './operators.ts'
import { hasVariable } from './patterns.ts'
import type { LintCondition, LintStatement } from './reading.ts'

const TYPE_MISMATCH_IP_RANGE = error(
  'TYPE_MISMATCH_IP_RANGE',
  'The condition operator {{operator}} is used with an invalid IP range value. Specify the IP range in standard CIDR format.',
)
const IMPROVE_IP_RANGE = suggestion(
  'IMPROVE_IP_RANGE',
  'The non-zero bits in the IP address after the masked bits are ignored. Replace address with {{addr}}.',
)
const PRIVATE_IP_ADDRESS = error(
  'PRIVATE_IP_ADDRESS',
  'aws:SourceIp works only for public IP address ranges. The values for condition key aws:SourceIp include only private IP addresses and will not have the desired effect. Update the value to include only public IP addresses.',
)
const PRIVATE_NOT_IP_ADDRESS = error(
  'PRIVATE_NOT_IP_ADDRESS',
  'The values for condition key aws:SourceIp include only private IP addresses and has no effect. aws:SourceIp works only for public IP address ranges. Update the value to include only public IP addresses.',
)
const PRIVATE_IP_ADDRESS_SUBSET = suggestion(
  'PRIVATE_IP_ADDRESS_SUBSET',
  'The values for condition key aws:SourceIp include a mix of private and public IP addresses. The private addresses will not have the desired effect. aws:SourceIp works only for public IP address ranges. To define permissions for private IP ranges, use aws:VpcSourceIp.',
)
const PRIVATE_NOT_IP_ADDRESS_SUBSET = suggestion(
  'PRIVATE_NOT_IP_ADDRESS_SUBSET',
  'The values for condition key aws:SourceIp include a mix of private and public IP addresses. The private addresses have no effect. aws:SourceIp works only for public IP address ranges. To define permissions for private IP ranges, use aws:VpcSourceIp.',
)

export const ADDRESS_CHECKS = [
  TYPE_MISMATCH_IP_RANGE,
  IMPROVE_IP_RANGE,
  PRIVATE_IP_ADDRESS,
  PRIVATE_NOT_IP_ADDRESS,
  PRIVATE_IP_ADDRESS_SUBSET,
  PRIVATE_NOT_IP_ADDRESS_SUBSET,
]

export function addressRules({ conditions }: LintStatement, lint: Lint): void {
  for (const condition of conditions) {
    const operator = lintOperator(condition.operator)
    if (operator?.family === 'ip') rangesRule(condition, operator.negated, lint)
  }
}

function rangesRule(condition: LintCondition, negated: boolean, { report }: Lint): void {
  const open = condition.values.some(({ text }) => hasVariable(text))
  const ranges = condition.values.flatMap((value) => {
    if (hasVariable(value.text)) return []
    const range = parseRange(value.text)
    if (range) return [{ value, range }]
    report(TYPE_MISMATCH_IP_RANGE, value, { operator: condition.operator })
    return []
  })
  for (const { value, range } of ranges) {
    const network = networkOf(range)
    // AWS answers the address without the length.
    if (network !== range.value) report(IMPROVE_IP_RANGE, value, { addr: addressText(network, range.bits) })
  }
  if (!isKey(condition, 'aws:SourceIp') || open) return
  const own = ranges.filter(({ range }) => isPrivate(range)).map(({ value }) => value)
  if (own.length === 0) return
  if (own.length === condition.values.length) report(negated ? PRIVATE_NOT_IP_ADDRESS : PRIVATE_IP_ADDRESS, own)
  else report(negated ? PRIVATE_NOT_IP_ADDRESS_SUBSET : PRIVATE_IP_ADDRESS_SUBSET, own)
}

function networkOf({ value, bits, prefix }: Range): bigint {
  const host = BigInt(bits - prefix)
  return (value >> host) << host
}

/** RFC 1918 and RFC 4193. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].flatMap(
  (text) => parseRange(text) ?? [],
)

/** The whole range lies in a private one. */
const isPrivate = (range: Range): boolean =>
  PRIVATE_RANGES.some(
    (own) =>
      own.bits === range.bits &&
      own.prefix <= range.prefix &&
      own.value >> BigInt(own.bits - own.prefix) === range.value >> BigInt(range.bits - own.prefix),
  )

function addressText(value: bigint, bits: 32 | 128): string {
  const groups = (size: bigint, count: number): bigint[] =>
    Array.from({ length: count }, (_, index) => (value >> (size * BigInt(count - 1 - index))) & ((1n << size) - 1n))
  if (bits === 32) return groups(8n, 4).join('.')
  const words = groups(16n, 8).map((word) => word.toString(16))
  // RFC 5952: the longest run of zeros, two at least, as `::`.
  const runs = [...words.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run)
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '')
  return longest === ''
    ? words.join(':')
    : words
        .join(':')
        .replace(longest, ':')
        .replace(/^:(?!:)|(?<!:):$/g, '::')
}
