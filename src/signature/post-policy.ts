import { equalInConstantTime, type HmacKey, hmacSha256Hex } from './hmac.ts'
import { signSigV2 } from './sigv2.ts'

/** The signature on a POST form: over the policy field exactly as it was sent, in base64. */
export type PolicySignature =
  | { readonly version: 4; readonly key: HmacKey; readonly signature: string }
  | { readonly version: 2; readonly secret: string; readonly signature: string }

/** Whether the form's `X-Amz-Signature` (version 4) or `Signature` (version 2) is the policy's, in constant time. */
export const verifyPolicySignature = (policy: string, signed: PolicySignature): boolean => {
  const expected = signed.version === 4 ? hmacSha256Hex(signed.key, policy) : signSigV2(signed.secret, policy)
  return equalInConstantTime(expected, signed.signature)
}
