const LF = 0x0a
const EMPTY = new Uint8Array()

/** Reads lines and bytes in turn from a stream of pieces, without gathering more than a line. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>
  #piece: Uint8Array = EMPTY

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Up to `limit` bytes as they are at hand; undefined at the end. */
  async bytes(limit: number): Promise<Uint8Array | undefined> {
    if (!(await this.#fill())) return undefined
    const taken = this.#piece.subarray(0, limit)
    this.#piece = this.#piece.subarray(taken.length)
    return taken
  }

  /**
   * A line without its CR LF (or LF), one character a byte. `end`: the stream ended, with or without a started line;
   * `too long`: no line break came within `limit` bytes.
   */
  async line(limit: number): Promise<{ line: string } | 'end' | 'too long'> {
    let line = ''
    while (await this.#fill()) {
      const at = this.#piece.indexOf(LF)
      const part = at < 0 ? this.#piece : this.#piece.subarray(0, at)
      if (line.length + part.length > limit) return 'too long'
      line += Buffer.from(part.buffer, part.byteOffset, part.length).toString('latin1')
      this.#piece = at < 0 ? EMPTY : this.#piece.subarray(at + 1)
      if (at >= 0) return { line: line.endsWith('\r') ? line.slice(0, -1) : line }
    }
    return 'end'
  }

  /** Lets go of the source, which then stops. */
  async close(): Promise<void> {
    await this.#source.return?.()
  }

  async #fill(): Promise<boolean> {
    while (this.#piece.length === 0) {
      const next = await this.#source.next()
      if (next.done) return false
      this.#piece = next.value
    }
    return true
  }
}
