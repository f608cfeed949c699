import type { Fail } from '../aws/operation.ts'

/** No MFA device exists here, so no code is ever right: a call that brings one is refused, never taken without. */
export function refuseMfa(
  input: { readonly SerialNumber?: string | undefined; readonly TokenCode?: string | undefined },
  fail: Fail<'AccessDenied'>,
): void {
  if (input.SerialNumber === undefined && input.TokenCode === undefined) return
  fail('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ')
}
