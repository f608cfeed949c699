import type { StreamingBody } from '../wire.ts'

/** A body that is in memory already, in the form of a streaming one. */
export const bufferedBody = (bytes: Uint8Array): StreamingBody => ({
  length: bytes.length,
  trailers: {},
  async *[Symbol.asyncIterator]() {
    if (bytes.length > 0) yield bytes
  },
})
