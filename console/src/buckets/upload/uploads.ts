import { Upload } from '@aws-sdk/lib-storage'
import { regionOf } from '../bucket-region.ts'
import { s3ForUpload } from './upload-client.ts'

/** A file that has been chosen, by the key that it gets. */
export interface ChosenFile {
  readonly key: string
  readonly file: File
}

export type UploadState = 'waiting' | 'uploading' | 'succeeded' | 'failed' | 'canceled'

export interface FileUpload extends ChosenFile {
  readonly state: UploadState
  /** Bytes that have gone out. */
  readonly loaded: number
  readonly error?: unknown
}

/** Larger files go up in parts of this size, by S3's multipart upload. */
const PART_BYTES = 8 * 1024 ** 2
const FILES_AT_ONCE = 4
/** How often the page hears of progress, at most. */
const TOLD_EVERY_MS = 100

/** The uploads of one page: what was chosen, and how far each file is. */
export interface Uploads {
  readonly current: () => readonly FileUpload[]
  readonly subscribe: (listener: () => void) => () => void
  /** A key that is there already is replaced. */
  readonly add: (files: readonly ChosenFile[]) => void
  readonly remove: (keys: ReadonlySet<string>) => void
  /** Uploads what waits; resolves when each file is done, has failed or was cancelled. */
  readonly start: () => Promise<void>
  /** Stops what is under way; parts that were sent are given up. */
  readonly cancel: () => void
}

export function uploadsTo(bucket: string): Uploads {
  const files = new Map<string, FileUpload>()
  const running = new Map<string, AbortController>()
  const listeners = new Set<() => void>()
  let shown: readonly FileUpload[] = []
  let told = false

  function tell() {
    if (told) return
    told = true
    setTimeout(() => {
      told = false
      shown = [...files.values()]
      for (const listener of listeners) listener()
    }, TOLD_EVERY_MS)
  }
  function change(key: string, changed: Partial<FileUpload>) {
    const file = files.get(key)
    if (file) files.set(key, { ...file, ...changed })
    tell()
  }
  const nextWaiting = () => files.values().find(({ state }) => state === 'waiting')

  async function work() {
    for (let next = nextWaiting(); next; next = nextWaiting()) await upload(next)
  }

  async function upload({ key, file }: FileUpload) {
    const abortController = new AbortController()
    running.set(key, abortController)
    change(key, { state: 'uploading' })
    try {
      const client = s3ForUpload(await regionOf(bucket))
      const transfer = new Upload({
        client,
        partSize: PART_BYTES,
        abortController,
        params: { Bucket: bucket, Key: key, Body: file, ...(file.type !== '' && { ContentType: file.type }) },
      })
      transfer.on('httpUploadProgress', ({ loaded = 0 }) => change(key, { loaded }))
      await transfer.done()
      change(key, { state: 'succeeded', loaded: file.size })
    } catch (error) {
      change(key, abortController.signal.aborted ? { state: 'canceled' } : { state: 'failed', error })
    } finally {
      running.delete(key)
    }
  }

  return {
    current: () => shown,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(chosen) {
      for (const { key, file } of chosen) files.set(key, { key, file, state: 'waiting', loaded: 0 })
      tell()
    },
    remove(keys) {
      for (const key of keys) files.delete(key)
      tell()
    },
    async start() {
      await Promise.all(Array.from({ length: FILES_AT_ONCE }, work))
    },
    cancel() {
      for (const { key, state } of files.values()) if (state === 'waiting') change(key, { state: 'canceled' })
      for (const transfer of running.values()) transfer.abort()
    },
  }
}
