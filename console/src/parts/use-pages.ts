import { type QueryKey, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { Listed } from './ResourceTable.tsx'

/** A list too long to be read at once: `page` answers one piece and the token of the next; `more` reads it. */
export function usePages<Item>(
  queryKey: QueryKey,
  page: (
    token: string | undefined,
    signal: AbortSignal,
  ) => Promise<{ readonly items: readonly Item[]; readonly next: string | undefined }>,
): Listed<Item> {
  const queries = useQueryClient()
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => page(pageParam, signal),
    // The type of the first page's token, which there is none of, is that of the others.
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    // It would read every page again.
    refetchOnWindowFocus: false,
  })
  return {
    data: query.data,
    error: query.error,
    isPending: query.isPending,
    isFetching: query.isFetching,
    refetch: () => queries.resetQueries({ queryKey }),
    more: query.hasNextPage ? () => query.fetchNextPage() : undefined,
  }
}
