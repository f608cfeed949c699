import { counted } from '../parts/counted.ts'

const CHOICES = [1, 5, 10, 30, 60, 300, 900, 3600, 21_600, 86_400] as const

/** A graph has no more points by itself. */
const POINTS = 300
/** Finer ones only who chooses them: few metrics have them. */
const FINEST = 60
const AUTOMATIC = [FINEST, 300, 3600, 86_400] as const

/** The period of a graph over so many milliseconds until one is chosen, in seconds. */
export function autoPeriod(span: number): number {
  const wanted = AUTOMATIC.find((seconds) => span / 1000 / seconds <= POINTS)
  // A week in hours is still read well.
  return wanted === 86_400 && span <= 31 * 86_400_000 ? 3600 : (wanted ?? 86_400)
}

/** `5 minutes`. */
export function periodText(seconds: number): string {
  const [size, unit] =
    seconds < 60 ? [1, 'second'] : seconds < 3600 ? [60, 'minute'] : seconds < 86_400 ? [3600, 'hour'] : [86_400, 'day']
  return counted(seconds / size, unit)
}

/** What can be chosen; an empty value leaves it to the length of the time. */
export const PERIODS: readonly { readonly value: string; readonly label: string }[] = [
  { value: '', label: 'Automatic' },
  ...CHOICES.map((seconds) => ({ value: String(seconds), label: periodText(seconds) })),
]
