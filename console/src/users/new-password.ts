const KINDS = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#$%^&*()_+-=[]{}|'] as const
const ALL = KINDS.join('')
const USUAL_LENGTH = 20

/**
 * A random password of 20 characters, about 120 bits, or as many as the account's policy asks for, with letters of both
 * cases, digits and symbols, so that it conforms to any policy. Characters that are taken for each other are left out.
 */
export function newPassword(least = USUAL_LENGTH): string {
  const length = Math.max(USUAL_LENGTH, least)
  for (;;) {
    const password = Array.from({ length }, () => ALL[randomBelow(ALL.length)]).join('')
    if (KINDS.every((kind) => [...password].some((character) => kind.includes(character)))) return password
  }
}

/** Each number below `limit`, at most 256, is as likely as the others. */
function randomBelow(limit: number): number {
  const fair = 256 - (256 % limit)
  const byte = new Uint8Array(1)
  do crypto.getRandomValues(byte)
  while (byte[0]! >= fair)
  return byte[0]! % limit
}
