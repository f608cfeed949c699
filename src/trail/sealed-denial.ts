import { deflateRawSync } from 'node:zlib'
import type { EncodeDenial } from '../aws/denial.ts'

/** Seals text under a header that stays readable. */
interface Sealer {
  seal(header: string, plaintext: Uint8Array): string
}

/** The header that tells these messages from session tokens, sealed with the same keys. */
export const DENIAL_HEADER = 'denial'

/**
 * The encoded authorization failure message: the decision as sts:DecodeAuthorizationMessage shows it, readable by this
 * server alone. https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */
export const sealDenial =
  (sealer: Sealer): EncodeDenial =>
  (caller, { check, decision }) => {
    const message = {
      allowed: false,
      explicitDeny: decision.effect === 'explicit deny',
      matchedStatements: { items: decision.statements },
      failures: { items: [] },
      context: {
        principal: { id: caller.userId, arn: caller.arn },
        action: check.action,
        resource: check.resource,
        conditions: {
          items: Object.entries(check.context ?? {}).map(([key, value]) => ({
            key,
            values: { items: [value].flat() },
          })),
        },
      },
    }
    return sealer.seal(DENIAL_HEADER, deflateRawSync(JSON.stringify(message)))
  }
