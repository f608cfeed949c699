import { AwsError } from '../../aws/error.ts'
import { ObjectStoreError } from '../object-store.ts'

/** Awaits work of the object store; its errors become S3's. `gone` passes, for callers that look again. */
export async function stored<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (!(cause instanceof ObjectStoreError) || cause.reason === 'gone') throw cause
    const message =
      cause.reason === 'full'
        ? 'The disk of this server is full; nothing was stored.'
        : 'The object store is not available; try again.'
    throw new AwsError('ServiceUnavailable', message, { status: 503, cause })
  }
}
