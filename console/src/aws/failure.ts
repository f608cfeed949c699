/** What a page tells of a call that failed. */
export interface Failure {
  readonly title: string
  /** The server's sentence. */
  readonly sentence: string
  /** What EC2 puts behind its sentence, for `aws sts decode-authorization-message`. */
  readonly encoded?: string
  readonly requestId: string | undefined
  /** True when a permission was missing: the trail explains it. */
  readonly denied: boolean
  /** True when what was asked for is not there. */
  readonly gone: boolean
}

const ENCODED = / Encoded authorization failure message: (\S+)$/
const GONE = /^NoSuch|NotFound(Exception)?$/
/** The answer to a HEAD has no words; the SDK calls it unknown. */
const SILENT: Readonly<Record<number, { readonly title: string; readonly sentence: string }>> = {
  403: {
    title: 'AccessDenied',
    sentence: 'A permission is missing for it, or it does not exist and you may not know.',
  },
  404: { title: 'NotFound', sentence: 'It does not exist.' },
}
const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', '403'])

/** The failure of a call of the SDK, or of anything else, in words. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error))
    return { title: 'Failed', sentence: String(error), requestId: undefined, denied: false, gone: false }
  // The SDK adds its metadata to the errors of services; others have none.
  const { $metadata } = error as Error & {
    readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number }
  }
  if (error instanceof TypeError && $metadata?.requestId === undefined) {
    return {
      title: 'The server cannot be reached',
      sentence: 'It does not answer. Is it running? Then try again.',
      requestId: undefined,
      denied: false,
      gone: false,
    }
  }
  const silent = error.message === 'UnknownError' ? SILENT[$metadata?.httpStatusCode ?? 0] : undefined
  const [behind = '', encoded] = ENCODED.exec(error.message) ?? []
  return {
    title: silent?.title ?? (error.name === 'Error' ? 'Failed' : error.name),
    sentence: silent?.sentence ?? error.message.slice(0, error.message.length - behind.length),
    ...(encoded !== undefined && { encoded }),
    requestId: $metadata?.requestId,
    denied: DENIED.has(error.name),
    gone: GONE.test(error.name),
  }
}

/** The trail's id of a call: its request id without what is no letter or digit. */
export const callIdOf = (requestId: string): string => requestId.toLowerCase().replace(/[^0-9a-z]/g, '')
