import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GuessLimits } from './guess-limits.ts'

const HOME = '192.0.2.1'
const AWAY = '198.51.100.7'
const HOUR = 3_600_000

/** Guesses with a clock of its own; each answers how long one has to wait instead, 0 where it was looked at. */
function guessing() {
  const limits = new GuessLimits()
  let now = 1_000_000
  return {
    wrong: (user: string, address: string): number => {
      const attempt = limits.begin(user, address, now)
      return attempt.allowed ? 0 : attempt.waitMs
    },
    right: (user: string, address: string): boolean => {
      const attempt = limits.begin(user, address, now)
      if (attempt.allowed) attempt.succeeded()
      return attempt.allowed
    },
    busy: (user: string, address: string): boolean => {
      const attempt = limits.begin(user, address, now)
      if (attempt.allowed) attempt.withdrawn()
      return attempt.allowed
    },
    wait: (ms: number) => {
      now += ms
    },
  }
}

test('five wrong passwords are free; the wait then doubles up to a minute, whatever the address', () => {
  const { wrong, wait } = guessing()
  for (let guess = 0; guess < 5; guess += 1) assert.equal(wrong('ada', `192.0.2.${guess}`), 0)
  const waits = []
  for (let guess = 0; guess < 8; guess += 1) {
    const ms = wrong('ada', `203.0.113.${guess}`)
    waits.push(ms / 1000)
    wait(ms)
    assert.equal(wrong('ada', `203.0.113.${guess}`), 0, 'after the wait it is looked at')
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 60, 60])
})

test('a clock that is set back makes no wait longer', () => {
  const { wrong, wait } = guessing()
  for (let guess = 0; guess < 5; guess += 1) wrong('ada', HOME)
  wait(-HOUR)
  assert.equal(wrong('ada', HOME), 1000)
})

test('one who waits too short waits no longer for it', () => {
  const { wrong, wait } = guessing()
  for (let guess = 0; guess < 5; guess += 1) wrong('ada', HOME)
  assert.equal(wrong('ada', HOME), 1000)
  wait(400)
  assert.equal(wrong('ada', HOME), 600)
})

test('guesses that run at the same time are counted before they end', () => {
  const limits = new GuessLimits()
  const allowed = Array.from({ length: 50 }, () => limits.begin('ada', HOME, 0)).filter((one) => one.allowed)
  assert.equal(allowed.length, 5)
})

test('an address that tries many users has to wait, and its neighbours in an IPv6 network with it', () => {
  for (const [first, neighbour, other] of [
    [HOME, HOME, AWAY],
    ['2001:db8::1', '2001:db8:0:0:1:2:3:4', '2001:db8:0:1::1'],
    ['::1', '::2', '1::1'],
  ] as const) {
    const { wrong } = guessing()
    for (let guess = 0; guess < 20; guess += 1) assert.equal(wrong(`user-${guess}`, first), 0)
    assert.equal(wrong('ada', neighbour), 1000)
    assert.equal(wrong('ada', other), 0)
  }
})

test('a stranger cannot keep a user out from where the user has signed in', () => {
  const { wrong, right } = guessing()
  assert.equal(right('ada', HOME), true)
  for (let guess = 0; guess < 5; guess += 1) wrong('ada', AWAY)
  assert.ok(wrong('ada', AWAY) > 0)
  assert.ok(wrong('ada', '203.0.113.9') > 0, 'elsewhere the user waits too')
  assert.equal(right('ada', HOME), true)
  for (let guess = 0; guess < 20; guess += 1) wrong(`user-${guess}`, HOME)
  assert.equal(right('ada', HOME), true)
})

test('where a user has signed in, wrong passwords are counted as anywhere', () => {
  const { wrong, right } = guessing()
  right('ada', HOME)
  for (let guess = 0; guess < 5; guess += 1) assert.equal(wrong('ada', HOME), 0)
  assert.equal(wrong('ada', HOME), 1000)
})

test('a right password clears what was held against its user, and of the address only itself', () => {
  const { wrong, right } = guessing()
  for (let guess = 0; guess < 4; guess += 1) wrong('ada', HOME)
  assert.equal(right('ada', HOME), true)
  for (let guess = 0; guess < 16; guess += 1) assert.equal(wrong(`user-${guess}`, HOME), 0)
  assert.equal(wrong('bob', HOME), 1000, 'signing in oneself buys no guesses at others')
})

test('an attempt that nobody looked at is not held against anybody', () => {
  const { wrong, busy } = guessing()
  for (let attempt = 0; attempt < 50; attempt += 1) assert.equal(busy('ada', HOME), true)
  assert.equal(wrong('ada', HOME), 0)
})

test('wrong passwords are forgotten after a quarter of an hour without one', () => {
  const { wrong, wait } = guessing()
  for (let guess = 0; guess < 5; guess += 1) wrong('ada', HOME)
  wait(HOUR / 4)
  for (let guess = 0; guess < 5; guess += 1) assert.equal(wrong('ada', HOME), 0)
  assert.equal(wrong('ada', HOME), 1000)
})

test('what nobody looked at begins no wait anew, nor does a right password that of others at the address', () => {
  const { wrong, right, busy, wait } = guessing()
  for (let guess = 0; guess < 5; guess += 1) wrong('ada', HOME)
  wait(1000)
  assert.equal(busy('ada', HOME), true)
  assert.equal(wrong('ada', HOME), 0)
  for (let guess = 0; guess < 20; guess += 1) wrong(`user${guess}`, AWAY)
  wait(1000)
  assert.equal(right('eve', AWAY), true)
  assert.equal(wrong('bob', AWAY), 0)
})
