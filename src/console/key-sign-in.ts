import { authenticate, type Credential, type FindCredentials } from '../aws/authenticate.ts'
import { AwsError } from '../aws/error.ts'
import type { WireRequest } from '../aws/wire.ts'
import { sha256Hex } from '../signature/hmac.ts'
import type { SigningKeyCache } from '../signature/signing-key-cache.ts'
import type { Principal } from './principal.ts'
import { authenticationFailed } from './refusals.ts'

/**
 * The user or root whose long-term access key signed the request, for the service `signin` of any region. The signature is
 * in the headers: a signed URL lives for days, and would sign in whoever finds it. Throws AwsError.
 */
export function keySignIn(
  request: WireRequest,
  credential: Credential,
  facts: { readonly now: number; readonly find: FindCredentials; readonly keys: SigningKeyCache },
): Principal {
  if (credential.version !== 4 || credential.claim.kind !== 'header') {
    throw authenticationFailed('Sign in with a password, or with Signature Version 4 in the header Authorization.')
  }
  if (credential.claim.sessionToken !== undefined) {
    throw authenticationFailed('Sign in with a long-term access key: a session cannot be signed in again.')
  }
  try {
    return authenticate(request, credential, {
      family: 'rest-json',
      takesSigV2: false,
      signingName: 'signin',
      bodyHash: sha256Hex(request.body),
      hostBucket: undefined,
      ...facts,
    }).caller
  } catch (cause) {
    // AWS's sentence says what is wrong with the signature; the code is the same whatever it was.
    if (cause instanceof AwsError) throw authenticationFailed(cause.message, cause)
    throw cause
  }
}
