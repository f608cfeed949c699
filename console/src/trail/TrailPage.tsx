import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { failureOf } from '../aws/failure.ts'
import { Actions } from '../parts/Actions.tsx'
import { counted } from '../parts/counted.ts'
import { Page } from '../parts/Page.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Time } from '../parts/Time.tsx'
import { useTitle } from '../parts/use-title.ts'
import { useWide } from '../parts/use-wide.ts'
import type { Call } from './call.ts'
import { DecisionMark } from './DecisionMark.tsx'
import { attributeOf, filterFrom, passes } from './filter.ts'
import { shortPrincipal, tailOf } from './names.ts'
import { TrailFilters } from './TrailFilters.tsx'
import { ENOUGH, PAGE_SIZE, useTimeline } from './trail.ts'

const COLUMNS: readonly TableProps.ColumnDefinition<Call>[] = [
  { id: 'time', header: 'Event time', cell: ({ time }) => <Time at={time} seconds />, width: 165 },
  {
    id: 'principal',
    header: 'Principal',
    cell: ({ principal }) => <span title={principal}>{shortPrincipal(principal)}</span>,
    width: 140,
  },
  {
    id: 'action',
    header: 'Action',
    cell: ({ id, action }) => (
      <span className="trail-cell">
        <Link href={`/trail/${id}`}>{action}</Link>
      </span>
    ),
    width: 290,
    isRowHeader: true,
  },
  {
    id: 'resource',
    header: 'Resource',
    cell: ({ resource = '-' }) => (
      <span className="trail-cell" title={resource}>
        {tailOf(resource)}
      </span>
    ),
    width: 190,
  },
  { id: 'decision', header: 'Decision', cell: ({ outcome }) => <DecisionMark outcome={outcome} />, width: 130 },
  { id: 'source', header: 'Source IP address', cell: ({ sourceIp }) => sourceIp, width: 160 },
  { id: 'region', header: 'AWS Region', cell: ({ region }) => region, width: 130 },
]

/** What a narrow window has no room for; the page of the call tells it. */
const WIDE_ONLY = new Set(['source', 'region'])
const NARROW_COLUMNS = COLUMNS.filter(({ id = '' }) => !WIDE_ONLY.has(id))

/**
 * CloudTrail > Event history: calls as they happen. No ResourceTable, which shows a list that has an end: this one is
 * read a piece at a time, in one order, and moves.
 */
export function Component() {
  const [params] = useSearchParams()
  const filter = filterFrom(params)
  const [paused, setPaused] = useState(false)
  // Further pages stay where they are while calls go on coming in before them.
  const [{ page, since }, setPage] = useState<{ readonly page: number; readonly since?: string | undefined }>({
    page: 1,
  })
  const wide = useWide()
  const { query, older } = useTimeline(filter, paused)
  const all = query.data?.calls ?? []
  const shown = all.filter((call) => passes(filter, call))
  useTitle('Event history')
  const address = params.toString()
  const more = query.data?.older !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter begins with its first page, and may want more.
  useEffect(() => {
    setPage({ page: 1 })
    if (more && shown.length < ENOUGH) older.mutate()
  }, [address])

  const still = shown.slice(Math.max(0, since === undefined ? 0 : shown.findIndex(({ id }) => id === since)))
  const pages = Math.max(1, Math.ceil(still.length / PAGE_SIZE))
  const current = Math.min(page, pages)
  const items = still.slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE)
  const failure = query.error ?? older.error
  if (query.error && !query.data) {
    return (
      <Page title="Event history">
        <Problem error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  }
  return (
    <Table
      variant="full-page"
      items={items}
      columnDefinitions={wide ? COLUMNS : NARROW_COLUMNS}
      trackBy="id"
      loading={query.isPending}
      loadingText="Reading the trail"
      stickyHeader
      resizableColumns={wide}
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: 'Event history', resizerRoleDescription: 'Resize column' }}
      header={
        <SpaceBetween size="m">
          <Header
            variant="awsui-h1-sticky"
            description="Calls of this account as they happen, with how each was decided. Choose one to see why."
            actions={
              <Actions>
                <Button iconName={paused ? 'play' : 'pause'} onClick={() => setPaused(!paused)}>
                  {paused ? 'Resume' : 'Pause'}
                </Button>
              </Actions>
            }
          >
            Event history
          </Header>
          {failure && <Alert type="warning">{failureOf(failure).sentence}</Alert>}
        </SpaceBetween>
      }
      filter={<TrailFilters calls={all} />}
      pagination={
        <Pagination
          currentPageIndex={current}
          pagesCount={pages}
          openEnd={more}
          onChange={({ detail: { currentPageIndex: to } }) =>
            setPage({ page: to, since: to === 1 ? undefined : (since ?? shown[0]?.id) })
          }
          onNextPageClick={({ detail: { requestedPageAvailable } }) => {
            if (!requestedPageAvailable) older.mutate()
          }}
          ariaLabels={{
            nextPageLabel: 'Next page',
            previousPageLabel: 'Previous page',
            pageLabel: (number) => `Page ${number}`,
          }}
        />
      }
      empty={
        <Box textAlign="center" color="inherit" padding="m">
          {all.length === 0
            ? 'No calls yet. Make one, with the AWS CLI or an SDK, and it appears here.'
            : 'No call that was read so far matches.'}
        </Box>
      }
      footer={
        <Box textAlign="center">
          <SpaceBetween size="xs" alignItems="center">
            <Box color="text-body-secondary" fontSize="body-s">
              <Reach calls={all} shown={shown.length} more={more} narrowed={attributeOf(filter) !== undefined} />
            </Box>
            {more && (
              <Button loading={older.isPending} onClick={() => older.mutate()}>
                Load older
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    />
  )
}

/** How far back the trail was read for what is shown. */
function Reach({
  calls,
  shown,
  more,
  narrowed,
}: {
  readonly calls: readonly Call[]
  readonly shown: number
  readonly more: boolean
  readonly narrowed: boolean
}) {
  const oldest = calls.at(-1)
  if (!oldest) return null
  const looked = `${shown} of ${narrowed ? `${counted(calls.length, 'call')} that the trail found` : `${counted(calls.length, 'call that was', 'calls that were')} read`}`
  return (
    <>
      {looked}, back to <Time at={oldest.time} seconds />
      {more ? '' : ', where the trail begins'}.
    </>
  )
}
