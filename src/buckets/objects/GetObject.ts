import type { Readable } from 'node:stream'
import { operation } from '../../aws/operation.ts'
import { existingObjectCheck } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import { type ObjectStore, ObjectStoreError } from '../object-store.ts'
import { stored } from './engine-errors.ts'
import { existingObject, requireNullVersion } from './keys.ts'
import { describeObject, requireSignedOverrides } from './read-object.ts'

/** A replaced object is looked up again; more often than this in one call is a failure. */
const TRIES = 5

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const GetObject = (objects: ObjectStore) =>
  operation('s3', 'GetObject', {
    authorization: {
      kind: 'permissions',
      check: (call) => [existingObjectCheck(call, objects, readAction(call.input))],
    },
    async read(call) {
      const { input, state, caller } = call
      const bucket = existingBucket(state, input.Bucket)
      requireNullVersion(input.Key, input.VersionId)
      requireSignedOverrides(input, caller.kind === 'anonymous')
      for (let attempt = 1; ; attempt += 1) {
        const object = existingObject(call, objects, bucket, input.Key)
        const { range, headers } = describeObject(objects, object, input)
        try {
          const bytes: Uint8Array | Readable = await stored(objects.read(object, range))
          return { ...headers, Body: bytes }
        } catch (error) {
          const replaced = error instanceof ObjectStoreError && error.reason === 'gone'
          if (!replaced || attempt === TRIES) throw error
        }
      }
    },
  })

/** The permission to read an object; naming a version asks for another one. */
export const readAction = (input: { readonly VersionId?: string | undefined }): string =>
  input.VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
