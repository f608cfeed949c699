/** Seals text under a header that stays readable and is authenticated: the keyring's session keys. */
export interface Sealer {
  seal(header: string, plaintext: Uint8Array): string
  /** Throws for what it did not seal. */
  open(sealed: string): { readonly header: string; readonly plaintext: Uint8Array }
}

/** What is sealed for one account, and for one use of it: it opens for no other, and is no session token. */
export interface AccountSeal {
  seal(account: string, plaintext: Uint8Array): string
  /** Undefined for whatever this seal did not seal for the account. */
  open(account: string, sealed: string): Uint8Array | undefined
}

export function accountSeal(sealer: Sealer, use: 'denial' | 'lookup'): AccountSeal {
  const headerOf = (account: string): string => `${use}/${account}`
  return {
    seal: (account, plaintext) => sealer.seal(headerOf(account), plaintext),
    open(account, sealed) {
      try {
        const { header, plaintext } = sealer.open(sealed)
        return header === headerOf(account) ? plaintext : undefined
      } catch {
        return undefined
      }
    },
  }
}
