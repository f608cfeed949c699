import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { EncodeDenial } from '../aws/denial.ts'
import { decide } from '../policy/decide.ts'

/** Seals text under a header that stays readable and is authenticated. */
interface Sealer {
  seal(header: string, plaintext: Uint8Array): string
  /** Throws for what it did not seal. */
  open(sealed: string): { readonly header: string; readonly plaintext: Uint8Array }
}

/** Tells these messages from session tokens, which are sealed with the same keys, and one account's from another's. */
const headerOf = (account: string): string => `denial/${account}`
const MESSAGE_LIMIT = 64 * 1024

/**
 * The encoded authorization failure message: the decision as sts:DecodeAuthorizationMessage shows it, readable by this
 * server alone. https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */
export const sealDenial =
  (sealer: Sealer): EncodeDenial =>
  (caller, { check, request }) => {
    const decision = decide(request)
    const conditions = Object.entries(check.context ?? {}).flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, values: { items: [value].flat().map((text) => ({ value: text })) } }],
    )
    const message = {
      allowed: false,
      explicitDeny: decision.effect === 'explicit deny',
      matchedStatements: {
        items: decision.statements.map(({ sid, type, policy }) => ({
          statementId: sid ?? '',
          effect: 'DENY',
          sourcePolicyId: policy,
          sourcePolicyType: type,
        })),
      },
      failures: { items: [] },
      context: {
        principal: { id: caller.userId, arn: caller.arn },
        action: check.action,
        resource: check.resource,
        conditions: { items: conditions },
      },
    }
    return sealer.seal(headerOf(caller.account), deflateRawSync(JSON.stringify(message)))
  }

/** The JSON text of a message that `sealDenial` made for a caller of this account; undefined for any other text. */
export const openDenial =
  (sealer: Sealer) =>
  (message: string, account: string): string | undefined => {
    try {
      const { header, plaintext } = sealer.open(message)
      return header === headerOf(account)
        ? inflateRawSync(plaintext, { maxOutputLength: MESSAGE_LIMIT }).toString()
        : undefined
    } catch {
      return undefined
    }
  }
