import Box from '@cloudscape-design/components/box'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { failureOf } from '../aws/failure.ts'

/** A cell of a list whose value is a call of its own for each row, made when the row is first shown. */
export function LateCell<Data>({
  query,
  children,
}: {
  readonly query: UseQueryResult<Data>
  readonly children: (data: Data) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (!query.error) return <Box color="text-status-inactive">...</Box>
  const { denied, title, sentence } = failureOf(query.error)
  return (
    <span title={sentence}>
      <StatusIndicator type="warning">{denied ? 'Access denied' : title}</StatusIndicator>
    </span>
  )
}
