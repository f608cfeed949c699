import type { Verdict } from '../../aws/authorize.ts'
import type { CallRecord } from '../../aws/record.ts'
import { decide } from '../../policy/decide.ts'
import type { Trail } from '../../trail/trail.ts'
import type { paint } from '../paint.ts'

export type Expected = 'allowed' | 'refused'

/** Tells steps as they happen: each call, who made it and what was decided, as the server's own trail has it. */
export class Narrator {
  readonly #trail: Trail
  readonly #print: (text: string) => void
  readonly #paint: ReturnType<typeof paint>
  #number = 0
  #failures = 0

  constructor(trail: Trail, print: (text: string) => void, colours: ReturnType<typeof paint>) {
    this.#trail = trail
    this.#print = print
    this.#paint = colours
  }

  /** How many steps went otherwise than told. */
  get failures(): number {
    return this.#failures
  }

  chapter(title: string): void {
    this.#print(`\n${this.#paint.bold(title)}\n`)
  }

  note(text: string): void {
    this.#print(`      ${this.#paint.dim(text)}\n`)
  }

  /** Runs one step and shows every call that it made. Each call has to end as expected. */
  async step<T>(title: string, run: () => Promise<T>, expected: Expected = 'allowed'): Promise<T> {
    this.#number += 1
    this.#print(`\n  ${String(this.#number).padStart(2)}  ${title}\n`)
    const seen: CallRecord[] = []
    const stop = this.#trail.follow((record) => seen.push(record))
    try {
      return await run()
    } finally {
      stop()
      for (const record of seen) this.#show(record, expected)
      if (seen.length === 0) this.fail('no call reached the server')
    }
  }

  /** Runs steps of an application elsewhere: calls are expected to be refused where `refused` says so. */
  async watch<T>(title: string, run: () => Promise<T>, refused: (record: CallRecord) => boolean): Promise<T> {
    this.#number += 1
    this.#print(`\n  ${String(this.#number).padStart(2)}  ${title}\n`)
    const stop = this.#trail.follow((record) => this.#show(record, refused(record) ? 'refused' : 'allowed'))
    try {
      return await run()
    } finally {
      stop()
    }
  }

  /** A fact that has to hold for the story to be true. */
  check(holds: boolean, text: string): void {
    if (holds) this.note(text)
    else this.fail(text)
  }

  fail(text: string): void {
    this.#failures += 1
    this.#print(`      ${this.#paint.red(`went otherwise: ${text}`)}\n`)
  }

  #show(record: CallRecord, expected: Expected): void {
    const refused = record.errorCode !== undefined
    const who = shortArn(record.callerArn)
    const what = `${record.service}:${record.operation}`
    const verdict = refused ? this.#paint.red('refused') : this.#paint.green('allowed')
    this.#print(`      ${who.padEnd(44)} ${what.padEnd(30)} ${verdict}\n`)
    for (const verdict of record.verdicts) {
      if (isTold(record, verdict)) this.#print(`        ${this.#paint.dim(reasonOf(verdict))}\n`)
    }
    if (refused !== (expected === 'refused')) this.fail(`${what} was to be ${expected}: ${record.errorMessage ?? ''}`)
  }
}

/** The account's root user needs no policy, so of its decisions only those are told that another permission asks for. */
const isTold = ({ callerArn }: CallRecord, { check }: Verdict): boolean =>
  !callerArn.endsWith(':root') || check.action === 'iam:PassRole'

function reasonOf({ check, request }: Verdict): string {
  const decision = decide(request)
  const what = `${check.action} on ${check.resource}`
  const [by] = decision.statements
  switch (decision.effect) {
    case 'allow':
      if (!by) return `${what}: the account root user needs no policy`
      return by.type === 'role trust policy'
        ? `${what}: the role trust policy names the caller`
        : `${what}: ${by.type} ${by.policy.split('/').at(-1)}`
    case 'explicit deny':
      return `${what}: explicit deny in ${decision.blockedBy}`
    case 'implicit deny':
      return `${what}: no ${decision.blockedBy ?? 'policy'} allows it`
  }
}

/** `arn:aws:sts::123456789012:assumed-role/web/i-1` as `assumed-role/web/i-1`; the account's root user as `root`. */
const shortArn = (arn: string): string => (arn === '' ? 'nobody known' : arn.split(':').slice(5).join(':') || arn)
