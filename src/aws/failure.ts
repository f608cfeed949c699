import { randomBytes } from 'node:crypto'
import { StoreError } from '../store/store.ts'
import { commonError } from './common-errors.ts'
import { AwsError } from './error.ts'
import { serviceModel } from './model.ts'
import { payloadError } from './payload.ts'
import type { Progress } from './progress.ts'
import { protocolOf } from './protocols/by-name.ts'
import type { ResponseContext } from './protocols/protocol.ts'
import type { WireResponse } from './wire.ts'

/** Whatever was thrown as the error that the caller sees. A failure of ours says nothing of itself; the rest is logged. */
export function toAwsError(
  cause: unknown,
  progress: Progress,
  logFailure: (requestId: string, error: unknown) => void,
): AwsError {
  if (cause instanceof AwsError) return cause
  const payload = payloadError(cause)
  if (payload) return payload
  logFailure(progress.requestId, cause)
  if (cause instanceof StoreError) {
    if (cause.reason === 'too_large') {
      return commonError('body too large', progress.family, {
        message: 'The request is larger than one write may be.',
        cause,
      })
    }
    const message =
      cause.reason === 'full'
        ? 'The disk of this server is full; nothing was written.'
        : 'The store is not available; try again.'
    return commonError('unavailable', progress.family, { message, cause })
  }
  return commonError('internal failure', progress.family, { cause })
}

export function errorResponse(error: AwsError, progress: Progress): WireResponse {
  if (error.status === 302) {
    return {
      status: 302,
      headers: [
        ['Location', 'https://aws.amazon.com/iam'],
        ['x-amzn-RequestId', progress.requestId],
      ],
      body: '',
    }
  }
  return protocolOf(progress.protocol).serialiseError(progress.model, serviceModel(progress.service), error, {
    ...responseContext(progress),
    ...statusOf(error, progress),
  })
}

/** A denial that the operation itself speaks has the status of every denial; the models do not list it. */
function statusOf({ code }: AwsError, { family }: Progress): { status?: number } {
  const denied = commonError('denied', family)
  return code === denied.code && denied.status !== undefined ? { status: denied.status } : {}
}

/** What every answer carries besides its content. */
export const responseContext = (progress: Progress): ResponseContext => ({
  requestId: progress.requestId,
  request: progress.incoming,
  ...(progress.family === 's3' ? { extendedRequestId: randomBytes(56).toString('base64') } : {}),
})
