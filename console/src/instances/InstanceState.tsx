import type { InstanceStateName } from '@aws-sdk/client-ec2'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'

const LOOKS: Readonly<Record<InstanceStateName, readonly [StatusIndicatorProps.Type, string]>> = {
  pending: ['pending', 'Pending'],
  running: ['success', 'Running'],
  stopping: ['in-progress', 'Stopping'],
  stopped: ['stopped', 'Stopped'],
  'shutting-down': ['in-progress', 'Shutting-down'],
  terminated: ['stopped', 'Terminated'],
}

/** An instance's state as EC2's lists show it. */
export function InstanceState({ state }: { readonly state: InstanceStateName | undefined }) {
  if (state === undefined) return '-'
  const [type, text] = LOOKS[state]
  return <StatusIndicator type={type}>{text}</StatusIndicator>
}
