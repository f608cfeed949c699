import type { Readable } from 'node:stream'
import { type ObjectChecksum, startChecksum } from '../../signature/checksums.ts'
import type { ByteRange, ObjectStore, StagedBody, StoredChecksum, StoredObject } from '../object-store.ts'
import { observed } from './object-checksums.ts'

/** An object's bytes, or a range of them, staged again as one body with a checksum of the algorithm. */
export async function restage(
  objects: ObjectStore,
  source: StoredObject,
  algorithm: ObjectChecksum,
  range?: ByteRange,
): Promise<{ readonly body: StagedBody; readonly checksum: StoredChecksum }> {
  const running = await startChecksum(algorithm)
  const bytes = await objects.read(source, range)
  const body = await objects.stage(observed(bytes instanceof Uint8Array ? once(bytes) : chunks(bytes), running.update))
  return { body, checksum: { algorithm, type: 'FULL_OBJECT', value: running.digestBase64() } }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** A byte stream yields byte arrays. */
const chunks = (stream: Readable): AsyncIterable<Uint8Array> => stream
