import type { S3Client } from '@aws-sdk/client-s3'
import { XhrHttpHandler } from '@aws-sdk/xhr-http-handler'
import { clientConfig } from '../../aws/client.ts'
import { makeS3 } from '../../aws/s3.ts'
import { credentialsOf, currentSession } from '../../session/session.ts'

/** A client for one upload, whose progress is told as its bytes go out. */
export function s3ForUpload(region: string): S3Client {
  const session = currentSession()
  if (!session) throw new Error('Nobody is signed in.')
  return makeS3({ ...clientConfig(credentialsOf(session), region), requestHandler: new UploadHandler() })
}

/**
 * Sends requests by XMLHttpRequest, which tells how much of a body has gone out; `fetch` does not. One for each upload:
 * what goes out is told to all who listen to the handler.
 */
class UploadHandler extends XhrHttpHandler {
  override async handle(...args: Parameters<XhrHttpHandler['handle']>): ReturnType<XhrHttpHandler['handle']> {
    const answer = await super.handle(...args)
    // The status of a request that was not answered. The SDK would take it for a success: it fails as `fetch` fails then.
    if (answer.response.statusCode === 0) throw new TypeError('Failed to fetch')
    return answer
  }
}
