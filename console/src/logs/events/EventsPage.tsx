import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Toggle from '@cloudscape-design/components/toggle'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { Actions } from '../../parts/Actions.tsx'
import { counted } from '../../parts/counted.ts'
import { download } from '../../parts/download.ts'
import { Page } from '../../parts/Page.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { TimeRangeField, useTimeRange } from '../../parts/TimeRangeField.tsx'
import { endsOf } from '../../parts/time-range.ts'
import { useSearchText } from '../../parts/use-search-text.ts'
import { ALL_STREAMS, groupHref } from '../addresses.ts'
import { EventList } from './EventList.tsx'
import { type EventFeed, eventFeed, type LogEvent, MOST_HELD, type Shown } from './event-feed.ts'
import { readEventsOf } from './read-events.ts'

/** How often a followed log is asked for what is new. */
const FOLLOW_MS = 2000

/** The events of a stream, or of all streams of a group: a time, a filter, and following what is written. */
export function EventsPage({ group, stream }: { readonly group: string; readonly stream: string }) {
  const { range, setRange } = useTimeRange({ kind: 'last', amount: 1, unit: 'hour' })
  const [filter, setFilter] = useSearchText('filter')
  const [follow, setFollow] = useSearchText('follow')
  const [asked, setAsked] = useState(0)
  const rangeText = JSON.stringify(range)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the range is a new object each time, and `asked` reads anew.
  const feed = useMemo(
    () => eventFeed(readEventsOf(group, stream, filter), endsOf(range)),
    [group, stream, filter, rangeText, asked],
  )
  const shown = useSyncExternalStore(feed.subscribe, feed.current)
  useEffect(() => {
    void feed.begin()
    return feed.stop
  }, [feed])
  const following = follow === 'true'
  useFollowing(feed, following)
  return (
    <Page
      title={stream === ALL_STREAMS ? 'Log events' : stream}
      above={[
        { text: 'Log groups', href: '/logs' },
        { text: group, href: groupHref(group) },
      ]}
      actions={
        <Actions>
          <Button
            iconName="refresh"
            ariaLabel="Refresh log events"
            loading={shown.reading === 'first'}
            onClick={() => setAsked(asked + 1)}
          />
          <Button
            disabled={shown.events.length === 0}
            disabledReason="There are no lines to export."
            onClick={() => exportLines(group, shown.events)}
          >
            Export shown lines
          </Button>
        </Actions>
      }
    >
      <div className="log-filters">
        <FilterField key={filter} filter={filter} onChange={setFilter} />
        <TimeRangeField range={range} onChange={setRange} />
        <Toggle checked={following} onChange={({ detail }) => setFollow(detail.checked ? 'true' : '')}>
          Follow
        </Toggle>
      </div>
      {shown.error !== undefined && <Problem error={shown.error} retry={() => setAsked(asked + 1)} />}
      {shown.cut && (
        <Alert type="info">
          The last {MOST_HELD.toLocaleString('en')} lines are held here. A shorter time or a filter shows others.
        </Alert>
      )}
      <EventList shown={shown} older={feed.older} withStream={stream === ALL_STREAMS} following={following} />
      <Status shown={shown} following={following} />
    </Page>
  )
}

/** The server's patterns: it is sent with Enter, because half of one is often none. */
function FilterField({ filter, onChange }: { readonly filter: string; readonly onChange: (filter: string) => void }) {
  const [typed, setTyped] = useState(filter)
  return (
    <form
      className="log-filter"
      onSubmit={(event) => {
        event.preventDefault()
        onChange(typed)
      }}
    >
      <SpaceBetween direction="horizontal" size="xs">
        <Input
          type="search"
          value={typed}
          spellcheck={false}
          ariaLabel="Filter pattern"
          clearAriaLabel="Clear the filter pattern"
          placeholder={'Filter pattern: error -debug, or { $.status >= 500 }'}
          onChange={({ detail }) => {
            setTyped(detail.value)
            if (detail.value === '') onChange('')
          }}
        />
        <Button formAction="submit">Filter</Button>
      </SpaceBetween>
    </form>
  )
}

function useFollowing(feed: EventFeed, following: boolean): void {
  useEffect(() => {
    if (!following) return
    // A tab that nobody sees need not ask.
    const timer = setInterval(() => document.visibilityState === 'visible' && void feed.newer(), FOLLOW_MS)
    return () => clearInterval(timer)
  }, [feed, following])
}

function Status({ shown: { events, reading }, following }: { readonly shown: Shown; readonly following: boolean }) {
  if (reading === 'first') return null
  const lines = counted(events.length, 'line')
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      {lines} shown. {following ? 'What is written comes by itself.' : 'Follow shows what is written from now on.'}
    </Box>
  )
}

function exportLines(group: string, events: readonly LogEvent[]): void {
  const lines = events.map(
    ({ timestamp, stream, message }) => `${new Date(timestamp).toISOString()} ${stream} ${message.trimEnd()}\n`,
  )
  download(`${group.replace(/^\//, '').replaceAll('/', '-')}.log`, 'text/plain', lines.join(''))
}
