import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { commonError, type ErrorFamily } from './common-errors.ts'

/** What a compressed body may inflate to, in bytes. */
const INFLATED_LIMIT = 32 * 1024 * 1024
const inflate = promisify(gunzip)

/** The body that the protocol reads. Signatures are over the compressed bytes, so this is never what is hashed. */
export async function inflateBody(
  body: Uint8Array,
  encoding: string | undefined,
  family: ErrorFamily,
): Promise<Uint8Array> {
  if (encoding === undefined) return body
  const encodings = encoding.split(',').map((part) => part.trim().toLowerCase())
  const unknown = encodings.find((name) => name !== '' && name !== 'identity' && name !== 'gzip' && name !== 'amz-1.0')
  if (unknown !== undefined || encodings.filter((name) => name === 'gzip').length > 1) {
    throw commonError('malformed request', family, { message: `The content encoding ${encoding} is not supported.` })
  }
  if (!encodings.includes('gzip') || body.length === 0) return body
  try {
    return await inflate(body, { maxOutputLength: INFLATED_LIMIT })
  } catch (cause) {
    // The zlib error with this code says that the cap was reached.
    if (cause instanceof RangeError || (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw commonError('body too large', family, { cause })
    }
    throw commonError('malformed request', family, { message: 'The gzip body could not be inflated.', cause })
  }
}
