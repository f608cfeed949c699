/** `4 h 59 min 07 s`, of milliseconds. */
export function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const two = (count: number) => String(count).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return `${hours > 0 ? `${hours} h ` : ''}${hours > 0 || minutes > 0 ? `${minutes} min ` : ''}${two(seconds % 60)} s`
}
