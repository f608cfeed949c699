const UNITS = ['KB', 'MB', 'GB', 'TB', 'PB'] as const

/** `512 B`, `1.5 MB`, with 1,024 bytes in a KB as in AWS's console. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const power = Math.min(UNITS.length, Math.floor(Math.log(bytes) / Math.log(1024)))
  return `${(bytes / 1024 ** power).toFixed(1)} ${UNITS[power - 1]}`
}
