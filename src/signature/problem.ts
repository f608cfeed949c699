/** What a verifier needs of a request; the wire's request has this shape. */
export interface SignedRequest {
  readonly method: string
  /** Raw path as on the wire, without the query. */
  readonly path: string
  /** Raw query without the question mark. */
  readonly query: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Names and values in turn, in wire order. */
  readonly rawHeaders: readonly string[]
}

/** Who a request says it comes from, read but not yet believed. */
export interface SignatureClaim {
  readonly kind: 'header' | 'presigned'
  readonly accessKeyId: string
  /** The scope's date, YYYYMMDD. */
  readonly date: string
  readonly region: string
  readonly service: string
  /** The scope's last element, `aws4_request` in a valid one. */
  readonly terminator: string
  /** `date/region/service/terminator` as claimed. */
  readonly scope: string
  /** Lower-case names, sorted. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** `20150830T123600Z`. */
  readonly timestamp: string
  /** The timestamp in milliseconds since 1970. */
  readonly time: number
  /** Seconds that a presigned request lives; undefined for header authentication and where the query names none. */
  readonly expires: number | undefined
  readonly sessionToken: string | undefined
}

export type ScopeFault =
  | { readonly kind: 'region'; readonly got: string; readonly expected: string | undefined }
  | { readonly kind: 'service'; readonly got: string; readonly expected: string }
  | { readonly kind: 'terminator'; readonly got: string }
  | { readonly kind: 'date'; readonly got: string; readonly timestamp: string }

/** Why a signature is refused, with the facts that AWS's sentences name. `presigned` says which form the request had. */
export type SignatureProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'several mechanisms' }
  | { readonly kind: 'unsupported algorithm'; readonly algorithm: string; readonly presigned: boolean }
  | {
      readonly kind: 'incomplete'
      readonly presigned: boolean
      /** Names of absent parameters, such as `Credential`, or `X-Amz-Credential` of a presigned request. */
      readonly missing: readonly string[]
      /** Neither `x-amz-date` nor `Date` came. */
      readonly dateMissing: boolean
      /** The header as sent, shortened. */
      readonly authorization: string
    }
  | { readonly kind: 'malformed pair'; readonly pair: string; readonly authorization: string }
  | { readonly kind: 'malformed credential'; readonly credential: string; readonly presigned: boolean }
  | { readonly kind: 'malformed date'; readonly date: string; readonly presigned: boolean }
  | { readonly kind: 'malformed expires'; readonly fault: 'not a number' | 'negative' | 'too long' }
  | { readonly kind: 'scope'; readonly presigned: boolean; readonly faults: readonly [ScopeFault, ...ScopeFault[]] }
  | { readonly kind: 'headers not signed'; readonly names: readonly string[] }
  | { readonly kind: 'expired'; readonly time: number; readonly now: number }
  | { readonly kind: 'not yet current'; readonly time: number; readonly now: number }
  | { readonly kind: 'presign expired'; readonly now: number; readonly expiresAt: number; readonly expires: number }
  | { readonly kind: 'presign not yet valid'; readonly now: number; readonly time: number; readonly expires: number }
  | {
      readonly kind: 'mismatch'
      readonly accessKeyId: string
      readonly signatureProvided: string
      readonly stringToSign: string
      readonly canonicalRequest: string
    }

export type SignatureResult<Facts = unknown> =
  | ({ readonly ok: true } & Facts)
  | { readonly ok: false; readonly problem: SignatureProblem }

const SHOWN = 1024

/** A caller's own text as an error may repeat it: shortened, and without control characters. */
export const shown = (text: string): string => {
  const printable = text.slice(0, SHOWN).replace(/[\u0000-\u001f\u007f]/g, '?')
  return text.length > SHOWN ? `${printable}...` : printable
}
