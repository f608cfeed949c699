import { counted } from './counted.ts'
import type { Step } from './steps.ts'

/** The most steps that are told one by one. */
const TOLD = 12

/** The steps that will be taken, before they are. */
export const PlannedSteps = ({ steps }: { readonly steps: readonly Step[] }) => (
  <ol aria-label="What will be done">
    {steps.slice(0, TOLD).map(({ what }) => (
      <li key={what}>{what}</li>
    ))}
    {steps.length > TOLD && <li>and {counted(steps.length - TOLD, 'more such step')}</li>}
  </ol>
)
