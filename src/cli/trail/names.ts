/** `user/alice`, `web-server/i-1` of a role's session, `root`; `nobody known` for a caller that is not authenticated. */
export function principalOf(arn: string): string {
  if (arn === '') return 'nobody known'
  return arn === '*' ? 'anonymous' : tailOf(arn).replace(/^assumed-role\//, '')
}

/** The part of an ARN that names the resource: `tour-config/app.conf`, `role/web-server`; other text as it is. */
export const tailOf = (arn: string): string => (arn.startsWith('arn:') ? arn.split(':').slice(5).join(':') || arn : arn)

/** Cut in the middle, where names differ least. */
export function shortened(text: string, width: number): string {
  if (text.length <= width) return text
  const tail = Math.floor((width - 1) / 2)
  return `${text.slice(0, width - 1 - tail)}…${tail > 0 ? text.slice(-tail) : ''}`
}

/** What could move a cursor or ring a bell stands as an escape: a key or an agent may be anything. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
