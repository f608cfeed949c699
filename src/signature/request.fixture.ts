import type { SignedRequest } from './problem.ts'

/** A request for tests, with the header map that Node would make of its raw headers. */
export const request = (parts: Partial<SignedRequest> & { rawHeaders: readonly string[] }): SignedRequest => {
  const headers: Record<string, string> = {}
  for (let i = 0; i < parts.rawHeaders.length; i += 2) {
    headers[(parts.rawHeaders[i] ?? '').toLowerCase()] ??= parts.rawHeaders[i + 1] ?? ''
  }
  return { method: 'GET', path: '/', query: '', ...parts, headers }
}

/** Bytes cut into pieces of `size`. */
export async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** All bytes of a stream. */
export const gather = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = []
  for await (const bytes of source) parts.push(Uint8Array.from(bytes))
  return Buffer.concat(parts)
}
