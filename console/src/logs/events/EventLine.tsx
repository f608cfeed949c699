import { memo, useState } from 'react'
import { Copyable } from '../../parts/Copyable.tsx'
import type { LogEvent } from './event-feed.ts'

/** One line of a log; opened it shows all of the message, JSON in lines that can be read. */
export const EventLine = memo(function EventLine({
  event: { timestamp, stream, message },
  withStream,
}: {
  readonly event: LogEvent
  readonly withStream: boolean
}) {
  const [open, setOpen] = useState(false)
  const time = new Date(timestamp).toISOString()
  return (
    <details className="log-event" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <time dateTime={time}>
          <span className="log-date">{time.slice(0, 11)}</span>
          {time.slice(11)}
        </time>
        {withStream && <span className="log-stream">{stream}</span>}
        <span className="log-message">{message}</span>
      </summary>
      {open && (
        <div className="log-whole">
          <Copyable text={message} what="message" shown="Copy message" />
          <pre>{readable(message)}</pre>
        </div>
      )}
    </details>
  )
})

function readable(message: string): string {
  if (!/^\s*[[{]/.test(message)) return message
  try {
    return JSON.stringify(JSON.parse(message), undefined, 2)
  } catch {
    return message
  }
}
