import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { Outcome } from './call.ts'

const LOOKS: Readonly<Record<Outcome, readonly [StatusIndicatorProps.Type, string]>> = {
  allowed: ['success', 'Allowed'],
  denied: ['error', 'Denied'],
  'partly denied': ['error', 'Partly denied'],
  failed: ['warning', 'Failed'],
}

/** How a call ended. */
export function DecisionMark({ outcome }: { readonly outcome: Outcome }) {
  const [type, text] = LOOKS[outcome]
  return <StatusIndicator type={type}>{text}</StatusIndicator>
}
