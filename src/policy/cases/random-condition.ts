import { CONDITION_OPERATORS } from '../values/operator-name.ts'
import { alice, HERE, session } from './case.ts'
import type { Seeded } from './seeded.ts'

/** Longer than what is remembered of a request's values, but for the last. */
const LONG = ['1', '5', 'a'].map((end) => `${'0'.repeat(200)}${end}`)

const TEXTS = [
  ...LONG,
  LONG[2]?.toUpperCase() ?? '',
  ...['alice', 'alice', 'bob', 'ALICE', 'a*', '*', '??ice', 'al*e', '', '${aws:username}', '${aws:PrincipalTag/team}'],
  ...["${aws:PrincipalTag/none, 'alice'}", '${aws:PrincipalTag/none}', '${*}', '${$}', '${unclosed', '${a{b}', '*i*e*'],
  ...[
    'ΑΣ',
    'ας',
    'ασ',
    '${aws:PrincipalTag/team}Σ',
    'x${aws:username}',
    '${AWS:USERNAME}',
    '\ud83d',
    '\ud83d\ude00',
    '?',
  ],
]
const NUMBERS = [
  ...LONG,
  '5',
  '5.0',
  '-5',
  '+5',
  '1e3',
  '1e999',
  '-1e999',
  '.5',
  '5.',
  'five',
  '',
  '0',
  '-0',
  '9007199254740993',
]
const DATES = [
  ...['2026-01-01T00:00:00Z', '2026-01-01', '1767225600', '1767225600.5', '2025-06-01T12:00:00+02:00', 'never'],
  ...['2026-13-01', '2026', '2026-01', '2026-01-01t00:00:00z', '9223372036854775808', '-0001-01-01', '2026-02-30', '0'],
]
const ADDRESSES = [
  ...['10.0.0.0/8', '10.1.1.1', '0.0.0.0/0', '192.0.2.1', '2001:db8::/32', '2001:db8::1', '::/0', '::ffff:10.1.1.1'],
  ...['::ffff:10.0.0.0/104', '10.1.1.1/33', '10.1.1.0/24', '999.1.1.1', '010.1.1.1', 'here', '::1/128', '10.1.1.1/'],
  ...['2001:db8::1/128', '2001:db8:1::1', '2001:db8:0:1::1', '2001:db8::1:0:0:1', '2001:db8::1:0:1', '2001:db8::2'],
  ...['2001:db8::/33', '2001:db8:8000::1', '2001:db8::1:0:0:0/96'],
]
const ARNS = [
  ...[alice.arn, session.roleArn, 'arn:aws:iam::*:user/*', `arn:aws:iam::${HERE}:user/*`, 'arn:aws:*', '*', 'arn:*'],
  ...['arn:*:iam::111122223333:role/app/*', 'arn:aws:iam::${aws:PrincipalAccount}:user/*', 'arn:aws:iam::*:*', 'alice'],
  ...['arn:aws:i?m::*:*/team/${aws:username}', 'arn:aws:iam::${a:b', 'arn:aws:iam:::a:b', '**'],
]
const FLAGS = ['true', 'true', 'false', 'True', 'FALSE', 'maybe', '', '${aws:SecureTransport}']
const BYTES = ['YQ==', 'YQ', 'Yg==', 'Y', '!!', '', 'YQ===']

/** Each key with the values that are usual for it. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'aws:username': TEXTS,
  'aws:TagKeys': TEXTS,
  'aws:PrincipalTag/team': TEXTS,
  's3:max-keys': NUMBERS,
  'aws:CurrentTime': DATES,
  'aws:SourceIp': ADDRESSES,
  'aws:PrincipalArn': ARNS,
  'aws:SecureTransport': FLAGS,
  'test:bytes': BYTES,
  constructor: TEXTS,
  __proto__x: TEXTS,
  'aws:PrincipalAccount': [HERE, '*', 'alice'],
}
const ALL = Object.values(KEYS).flat()

const usualOperands = (operator: string): readonly string[] => {
  const [, family = ''] = /(String|Numeric|Date|Bool|Binary|Ip|Arn|Null)/.exec(operator) ?? []
  const pools: Readonly<Record<string, readonly string[]>> = {
    String: TEXTS,
    Numeric: NUMBERS,
    Date: DATES,
    Bool: FLAGS,
    Null: FLAGS,
    Binary: BYTES,
    Ip: ADDRESSES,
    Arn: ARNS,
  }
  return pools[family] ?? ALL
}

/** One to three operators, each with a key or more; most fit each other. */
export function randomCondition(random: Seeded): Record<string, unknown> {
  const { pick, times, chance } = random
  const entry = (): [string, unknown] => {
    const set = pick(['', '', '', 'ForAllValues:', 'ForAnyValue:'])
    const ifExists = chance(0.2) ? 'IfExists' : ''
    const operator = chance(0.98) ? `${set}${pick(CONDITION_OPERATORS)}${ifExists}` : pick(['Strange', 'stringEquals'])
    const usual = usualOperands(operator)
    const fitting = Object.keys(KEYS).filter((key) => KEYS[key] === usual)
    const key = fitting.length > 0 && chance(0.9) ? pick(fitting) : pick(Object.keys(KEYS))
    const value = () => (chance(0.95) ? pick(usual) : pick(ALL))
    const operands = chance(0.02) ? [] : chance(0.3) ? value() : [value(), ...times(3, value)]
    const spelt = chance(0.2) ? key.toUpperCase() : key
    return [operator, chance(0.01) ? {} : { [spelt]: operands, ...(chance(0.1) && { 'aws:username': value() }) }]
  }
  return Object.fromEntries([entry(), ...times(2, entry)])
}

/** The keys of a request: absent, single, several or none. */
export function randomContext({ pick, times, chance }: Seeded): Record<string, string | readonly string[]> {
  const entries = Object.entries(KEYS).flatMap(([key, usual]): [string, string | readonly string[]][] => {
    if (chance(0.35)) return []
    const value = () => (chance(0.97) ? pick(usual) : pick(ALL))
    return [[key, chance(key === 'aws:TagKeys' ? 0.9 : 0.08) ? times(3, value) : value()]]
  })
  return Object.fromEntries(entries)
}
