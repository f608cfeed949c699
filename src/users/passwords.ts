import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** A password as it is kept: salt and hash in base64, and what scrypt was run with. */
export interface PasswordHash {
  readonly salt: string
  readonly hash: string
  /** scrypt's N, r and p. */
  readonly cost: number
  readonly blockSize: number
  readonly parallelization: number
}

/** scrypt's parameters. */
export type ScryptCost = Pick<PasswordHash, 'cost' | 'blockSize' | 'parallelization'>

/**
 * 32 MB and about a fifth of a second for each guess. OWASP's list of equal strengths:
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 */
const COST: ScryptCost = { cost: 2 ** 15, blockSize: 8, parallelization: 3 }
const HASH_BYTES = 32
const SALT_BYTES = 16

/** Of the four threads that Node also reads files and looks up names with. */
const AT_ONCE = 2
/** Those who wait behind them wait a few seconds at most. */
const WAITING = 32

/** Too many passwords wait to be hashed: nothing was looked at, and a moment later there is room. */
export class PasswordsBusy extends Error {
  constructor() {
    super('too many passwords wait to be hashed')
  }
}

/** Hashes passwords and compares them, a few at once and never on the event loop. Both reject with PasswordsBusy. */
export class Passwords {
  readonly #cost: ScryptCost
  readonly #nobody: PasswordHash
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(cost: ScryptCost = COST) {
    this.#cost = cost
    const random = (count: number) => randomBytes(count).toString('base64')
    this.#nobody = { ...cost, salt: random(SALT_BYTES), hash: random(HASH_BYTES) }
  }

  async hash(password: string): Promise<PasswordHash> {
    const salt = randomBytes(SALT_BYTES)
    const hash = await this.#derive(password, salt, this.#cost)
    return { ...this.#cost, salt: salt.toString('base64'), hash: hash.toString('base64') }
  }

  /** Whether it is this password. `undefined`, where there is none, takes as long as a wrong one and is never true. */
  async matches(password: string, known: PasswordHash | undefined): Promise<boolean> {
    const { salt, hash, ...cost } = known ?? this.#nobody
    const derived = await this.#derive(password, Buffer.from(salt, 'base64'), cost)
    const expected = Buffer.from(hash, 'base64')
    return derived.length === expected.length && timingSafeEqual(derived, expected) && known !== undefined
  }

  async #derive(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
    await this.#turn()
    try {
      return await derive(password, salt, cost)
    } finally {
      this.#running -= 1
      this.#waiting.shift()?.()
    }
  }

  #turn(): Promise<void> {
    if (this.#running < AT_ONCE) {
      this.#running += 1
      return Promise.resolve()
    }
    if (this.#waiting.length >= WAITING) return Promise.reject(new PasswordsBusy())
    return new Promise((resolve) => {
      this.#waiting.push(() => {
        this.#running += 1
        resolve()
      })
    })
  }
}

function derive(password: string, salt: Buffer, { cost, blockSize, parallelization }: ScryptCost): Promise<Buffer> {
  // What scrypt takes is a little more than 128 * N * r; Node refuses beyond 32 MB unless told.
  const options = { cost, blockSize, parallelization, maxmem: 256 * cost * blockSize }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, options, (error, derived) => (error ? reject(error) : resolve(derived)))
  })
}
