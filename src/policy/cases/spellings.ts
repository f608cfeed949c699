import type { DecisionCase } from './case.ts'
import { holds, undecided } from './one-condition.ts'

/** How numbers, dates, flags, bytes, addresses and ARNs may be spelt, and what is none. */

const equal = (operator: string, spellings: readonly string[], value: string): readonly DecisionCase[] =>
  spellings.flatMap((spelling) => [holds(operator, spelling, value, true), holds(operator, value, spelling, true)])

const unreadable = (operator: string, spellings: readonly string[], good: string): readonly DecisionCase[] =>
  spellings.flatMap((spelling) => [...undecided(operator, spelling, good), ...undecided(operator, good, spelling)])

const NUMBERS: readonly DecisionCase[] = [
  ...equal('NumericEquals', ['+10', '10.', '1e1', '1E+1', '100e-1', '0010', '.1e2', '1.0e1'], '10'),
  ...equal('NumericEquals', ['.25', '+.25', '25e-2'], '0.25'),
  ...equal('NumericEquals', ['-10', '-1e1'], '-10.0'),
  ...unreadable(
    'NumericEquals',
    ['10x', 'x10', '++10', '+-10', '1e', '1e+-1', '1e1e1', '.', '', ' 10', '10 ', '1,0'],
    '10',
  ),
  ...unreadable('NumericLessThan', ['0x10', 'Infinity', 'NaN', '1_000', '10\n'], '10'),
]

const NOTHING: readonly DecisionCase[] = [
  holds('NumericEquals', [], '10', false),
  holds('NumericEquals', [], 'ten', false),
  holds('NumericNotEquals', [], 'ten', true),
  holds('NumericLessThan', [], '10', false),
  holds('DateGreaterThan', [], 'now', false),
]

const DATES: readonly DecisionCase[] = [
  ...equal(
    'DateEquals',
    [
      ...['2026-07', '2026-07-01', '2026-07-01T00:00Z', '2026-07-01T00:00:00', '2026-07-01t00:00:00z', '1782864000'],
      ...['2026-07-01T02:00:00+02:00', '2026-06-30T22:30:00-01:30', '2026-07-01T00:00:00.000Z', '1782864000.0'],
    ],
    '2026-07-01T00:00:00Z',
  ),
  holds('DateLessThan', '1782864000', '1782863999', true),
  holds('DateLessThan', '1782864000', '2026-07-01T00:00:00Z', false),
  holds('DateGreaterThan', '2026-07-01T00:00:00Z', '1782864000.5', true),
  ...unreadable('DateEquals', ['2026-07-01T00:00:00Zx', 'x2026-07-01', '2026-13-01', '2026/07/01', ''], '2026-07-01'),
]

const FLAGS: readonly DecisionCase[] = [
  holds('Bool', 'TRUE', 'true', true),
  holds('Bool', 'true', 'TRUE', true),
  holds('Bool', 'false', 'False', true),
  holds('Bool', 'true', 'yes', false),
  holds('Bool', ['true', 'false'], 'true', true),
  holds('Bool', ['true', 'false'], 'false', true),
  holds('Bool', 'false', 'true', false),
  holds('Bool', [], 'true', false),
  ...undecided('Bool', 'trueish', 'false'),
  ...undecided('Bool', 'untrue', 'false'),
  ...undecided('Bool', '1', 'true'),
  ...undecided('Null', 'trueish', 'x'),
]

const BYTES: readonly DecisionCase[] = [
  ...equal('BinaryEquals', ['YQ'], 'YQ=='),
  holds('BinaryEquals', '+/+/', '+/+/', true),
  holds('BinaryEquals', 'YWI=', 'YWI', true),
  holds('BinaryEquals', ['YQ==', 'Yg=='], 'Yg==', true),
  holds('BinaryEquals', [], 'YQ==', false),
  holds('BinaryEquals', [], '!!', false),
  holds('BinaryEquals', '', '', true),
  ...unreadable('BinaryEquals', ['YQ===', 'Y', 'Y-', 'Y Q', '=YQ'], 'YWI='),
]

const ADDRESSES: readonly DecisionCase[] = [
  holds('IpAddress', '128.0.0.0/1', '255.255.255.255', true),
  holds('IpAddress', '128.0.0.0/1', '127.255.255.255', false),
  holds('IpAddress', '203.0.113.6/31', '203.0.113.7', true),
  holds('IpAddress', '203.0.113.6/31', '203.0.113.8', false),
  holds('IpAddress', '203.0.113.7/32', '203.0.113.6', false),
  holds('IpAddress', '::/0', '2001:db8::1', true),
  holds('IpAddress', '::/0', '203.0.113.7', false),
  holds('IpAddress', '0.0.0.0/0', '::1', false),
  holds('IpAddress', '0.0.0.0/0', '::ffff:203.0.113.7', false),
  holds('IpAddress', '203.0.113.7', '::ffff:203.0.113.7', false),
  holds('IpAddress', '::ffff:203.0.113.0/120', '203.0.113.7', false),
  holds('IpAddress', '::ffff:cb00:7100/120', '::ffff:203.0.113.7', true),
  holds('IpAddress', '2001:db8::/127', '2001:db8::1', true),
  holds('IpAddress', '2001:db8::/127', '2001:db8::2', false),
  holds('IpAddress', '2001:db8::/65', '2001:db8:0:0:7fff::', true),
  holds('IpAddress', '2001:db8::/65', '2001:db8:0:0:8000::', false),
  holds('IpAddress', [], '203.0.113.7', false),
  holds('NotIpAddress', [], '203.0.113.7', true),
  ...unreadable('IpAddress', ['203.0.113.07', '203.0.113.256', '203.0.113', 'host', '', '1.2.3.4::'], '203.0.113.7'),
  holds('IpAddress', [], 'here', false),
  holds('NotIpAddress', [], 'here', true),
  ...undecided('IpAddress', '203.0.113.0/24/1', '203.0.113.7'),
  ...undecided('IpAddress', '2001:db8::/129', '2001:db8::1'),
]

const topic = 'arn:aws:sns:us-east-1:111122223333:topic'
const ARNS: readonly DecisionCase[] = [
  holds('ArnLike', '*', topic, true),
  holds('ArnLike', '*', 'topic', false),
  holds('ArnLike', 'arn:*:*:*:*:*', topic, true),
  holds('ArnLike', 'arn:*:*:*:*:*', 'arn:aws:sns:us-east-1:111122223333', false),
  holds('ArnLike', ['arn:aws:sqs:*:*:*', 'arn:aws:sns:*:*:*'], topic, true),
  holds('ArnLike', 'arn:aws:sns:*:*:topic:*', `${topic}:sub:1`, true),
  ...undecided('ArnLike', 'topic', topic),
  ...undecided('ArnLike', '', topic),
  ...undecided('ArnNotLike', '**', topic),
]

export const SPELLING_CASES: readonly DecisionCase[] = [
  ...NUMBERS,
  ...NOTHING,
  ...DATES,
  ...FLAGS,
  ...BYTES,
  ...ADDRESSES,
  ...ARNS,
]
