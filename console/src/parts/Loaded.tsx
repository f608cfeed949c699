import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { answered } from './answered.ts'
import { Problem } from './Problem.tsx'

/** What a query answered, as `children` draws it; before it a spinner, and its failure in its place. */
export function Loaded<Data>({
  query,
  children,
}: {
  readonly query: UseQueryResult<Data>
  readonly children: (data: Data) => ReactNode
}) {
  const data = answered(query)
  if (data !== undefined) return children(data)
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
