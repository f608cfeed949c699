import type { Readable } from 'node:stream'

/** A request as it came over the wire, before anything is decoded. */
export interface WireRequest {
  readonly method: string
  /** Raw path as on the wire, percent-encoded, without the query. */
  readonly path: string
  /** Raw query without the question mark; '' when there is none. */
  readonly query: string
  /** Lower-case names; duplicates joined with `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Names and values in turn, in wire order and spelling. */
  readonly rawHeaders: readonly string[]
  /** The buffered body, inflated; empty for operations that stream theirs. */
  readonly body: Uint8Array
}

export interface WireResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array | string | Readable | undefined
}

/** A streaming input member: the decoded payload. Iterating it throws AwsError when the signature or a checksum fails. */
export interface StreamingBody extends AsyncIterable<Uint8Array> {
  /** Decoded length in bytes that the client announced, if it did. */
  readonly length: number | undefined
  /** Trailing headers in lower case, complete once the iteration has ended. */
  readonly trailers: Readonly<Record<string, string>>
}
