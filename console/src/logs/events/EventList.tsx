import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Spinner from '@cloudscape-design/components/spinner'
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { EventLine } from './EventLine.tsx'
import './events.css'
import type { LogEvent, Shown } from './event-feed.ts'

/** Lines of one block. */
const BLOCK = 100
/** As events.css has it. */
const LINE_PX = 24
/** A block so far from what is in sight is made ready. */
const NEAR_BLOCK_PX = 1200
/** A reader so near the end reads the end. */
const NEAR_PX = LINE_PX

/** The lines, oldest first. What is added at the end is followed only by a reader who stands there. */
export function EventList({
  shown: { events, reading, hasOlder },
  older,
  withStream,
  following,
}: {
  readonly shown: Shown
  readonly older: () => Promise<void>
  readonly withStream: boolean
  readonly following: boolean
}) {
  const box = useRef<HTMLElement>(null)
  const atEnd = useRef(true)
  const before = useRef({ first: '', height: 0 })
  const [unseen, setUnseen] = useState(false)
  const [first, last] = [events[0]?.id ?? '', events.at(-1)?.id]
  useLayoutEffect(() => {
    const list = box.current
    if (!list || last === undefined) return
    if (atEnd.current) list.scrollTop = list.scrollHeight
    else if (first !== before.current.first) list.scrollTop += list.scrollHeight - before.current.height
    else setUnseen(true)
    before.current = { first, height: list.scrollHeight }
  }, [first, last])
  const toEnd = () => {
    box.current?.scrollTo({ top: box.current.scrollHeight })
    setUnseen(false)
  }
  if (reading === 'first' && events.length === 0)
    return (
      <Box textAlign="center" padding="xl">
        <Spinner size="large" /> Loading
      </Box>
    )
  return (
    <div className="log-frame">
      <section
        ref={box}
        className="log-events"
        aria-label="Log events"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX
          if (atEnd.current) setUnseen(false)
        }}
      >
        {hasOlder && (
          <Box textAlign="center" padding="xs">
            <Button
              loading={reading === 'older'}
              onClick={() => {
                atEnd.current = false
                void older()
              }}
            >
              Load older events
            </Button>
          </Box>
        )}
        {events.length === 0 && (
          <Box textAlign="center" padding="l">
            No events in this time. {following ? 'What is written will be shown.' : 'Choose another one, or follow.'}
          </Box>
        )}
        {blocksOf(events).map((block) => (
          <Block key={block[0]?.id} events={block} withStream={withStream} />
        ))}
      </section>
      {unseen && (
        <div className="log-newest">
          <Button iconName="angle-down" onClick={toEnd}>
            Newer events
          </Button>
        </div>
      )}
    </div>
  )
}

/** Cut from the first line on, so that a block stays the same when lines come at the end. */
function blocksOf(events: readonly LogEvent[]): readonly (readonly LogEvent[])[] {
  const blocks: LogEvent[][] = []
  for (let at = 0; at < events.length; at += BLOCK) blocks.push(events.slice(at, at + BLOCK))
  return blocks
}

/** Some lines: they are in the page while the reader is near, and else a place of their height. */
const Block = memo(
  function Block({ events, withStream }: { readonly events: readonly LogEvent[]; readonly withStream: boolean }) {
    const box = useRef<HTMLDivElement>(null)
    const [near, setNear] = useState(false)
    useEffect(() => {
      const block = box.current
      if (!block) return
      const observer = new IntersectionObserver(
        (changes) =>
          // A line that was opened stays open, and its block as high as it is.
          setNear(changes.at(-1)?.isIntersecting === true || block.querySelector('details[open]') !== null),
        { root: block.parentElement, rootMargin: `${NEAR_BLOCK_PX}px 0px` },
      )
      observer.observe(block)
      return () => observer.disconnect()
    }, [])
    return (
      <div ref={box} {...(!near && { style: { blockSize: events.length * LINE_PX } })}>
        {near && events.map((event) => <EventLine key={event.id} event={event} withStream={withStream} />)}
      </div>
    )
  },
  (a, b) =>
    a.withStream === b.withStream &&
    a.events.length === b.events.length &&
    a.events.every((event, index) => event === b.events[index]),
)
