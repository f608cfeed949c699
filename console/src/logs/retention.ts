import { counted } from '../parts/counted.ts'

/** The days that a log group can keep its events. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const

const MONTHS: Readonly<Record<number, string>> = {
  30: '1 month',
  60: '2 months',
  90: '3 months',
  120: '4 months',
  150: '5 months',
  180: '6 months',
  365: '12 months',
  400: '13 months',
  545: '18 months',
  731: '2 years',
  1096: '3 years',
  1827: '5 years',
  2192: '6 years',
  2557: '7 years',
  2922: '8 years',
  3288: '9 years',
  3653: '10 years',
}

/** `Never expire`, `1 day`, `3 months (90 days)`. */
export function retentionText(days: number | undefined): string {
  if (days === undefined) return 'Never expire'
  const text = counted(days, 'day')
  return MONTHS[days] ? `${MONTHS[days]} (${text})` : text
}

/** What can be chosen; an empty value is forever. */
export const RETENTIONS: readonly { readonly value: string; readonly label: string }[] = [
  { value: '', label: retentionText(undefined) },
  ...DAYS.map((days) => ({ value: String(days), label: retentionText(days) })),
]
