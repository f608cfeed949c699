import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { failureOf } from '../aws/failure.ts'
import { Problem } from './Problem.tsx'

/** What a query answered, as `children` draws it; before it a spinner, and its failure in its place. */
export function Loaded<Data>({
  query,
  children,
}: {
  readonly query: UseQueryResult<Data>
  readonly children: (data: Data) => ReactNode
}) {
  // A reading that fails for a moment takes nothing from the page; what has been deleted is not shown as if it were there.
  const gone = query.error !== null && failureOf(query.error).gone
  if (query.data !== undefined && !gone) return children(query.data)
  if (query.error) return <Problem error={query.error} retry={() => void query.refetch()} />
  return <Loading />
}

const Loading = () => (
  <Box textAlign="center" padding="xl">
    <Spinner size="large" /> Loading
  </Box>
)

/** The same for a form that changes what it loads: it begins with what is there now, not with what was read before. */
export function LoadedAnew<Data>(props: Parameters<typeof Loaded<Data>>[0]) {
  const { refetch, isFetchedAfterMount } = props.query
  useEffect(() => void refetch({ cancelRefetch: false }), [refetch])
  return isFetchedAfterMount ? <Loaded {...props} /> : <Loading />
}
