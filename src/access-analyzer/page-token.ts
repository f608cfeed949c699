/** Says that the next page begins with the finding of this number, the first being 0. */
export const pageToken = (place: number): string => Buffer.from(`findings/${place}`).toString('base64url')

/** Where a page begins: 0 without a token, undefined for a text that is no token. */
export function placeOf(token: string | undefined): number | undefined {
  if (token === undefined) return 0
  const [, digits] = /^findings\/(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString()) ?? []
  return digits === undefined ? undefined : Number(digits)
}
