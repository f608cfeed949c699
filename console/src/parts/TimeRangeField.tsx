import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker'
import { useSearchParams } from 'react-router'
import { endsOf, TIME_UNITS, type TimeRange, timeRangeOf, withTimeRange } from './time-range.ts'

const OFFERED: readonly DateRangePickerProps.RelativeOption[] = [
  { key: '5m', amount: 5, unit: 'minute', type: 'relative' },
  { key: '1h', amount: 1, unit: 'hour', type: 'relative' },
  { key: '3h', amount: 3, unit: 'hour', type: 'relative' },
  { key: '12h', amount: 12, unit: 'hour', type: 'relative' },
  { key: '1d', amount: 1, unit: 'day', type: 'relative' },
  { key: '1w', amount: 1, unit: 'week', type: 'relative' },
]

/** The time that a page looks at, as its address has it. */
export function useTimeRange(otherwise: TimeRange): {
  readonly range: TimeRange
  readonly setRange: (range: TimeRange) => void
} {
  const [search, setSearch] = useSearchParams()
  return {
    range: timeRangeOf(search, otherwise),
    setRange: (range) => setSearch((before) => withTimeRange(before, range), { replace: true }),
  }
}

/** Chooses the time that a page looks at: the last minutes, hours or days, or a range of one's own. */
export function TimeRangeField({
  range,
  onChange,
}: {
  readonly range: TimeRange
  readonly onChange: (range: TimeRange) => void
}) {
  return (
    <DateRangePicker
      value={shown(range)}
      relativeOptions={OFFERED}
      customRelativeRangeUnits={[...TIME_UNITS]}
      isValidRange={validity}
      showClearButton={false}
      placeholder="Choose a time range"
      i18nStrings={{ ariaLabel: 'Time range' }}
      onChange={({ detail }) => {
        const chosen = chosenRange(detail.value)
        if (chosen) onChange(chosen)
      }}
    />
  )
}

const shown = (range: TimeRange): DateRangePickerProps.Value =>
  range.kind === 'between'
    ? { type: 'absolute', startDate: range.from, endDate: range.to }
    : { type: 'relative', amount: range.amount, unit: range.unit, key: `${range.amount}${range.unit[0]}` }

function chosenRange(value: DateRangePickerProps.Value | null): TimeRange | undefined {
  if (value?.type === 'absolute') return { kind: 'between', from: value.startDate, to: value.endDate }
  const unit = TIME_UNITS.find((name) => name === value?.unit)
  return value && unit ? { kind: 'last', amount: value.amount, unit } : undefined
}

function validity(value: DateRangePickerProps.Value | null): DateRangePickerProps.ValidationResult {
  const range = chosenRange(value)
  if (!range) return { valid: false, errorMessage: 'Choose a time range.' }
  const { start, end } = endsOf(range)
  return start < end ? { valid: true } : { valid: false, errorMessage: 'The start must be before the end.' }
}
