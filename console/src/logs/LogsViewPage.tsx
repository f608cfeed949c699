import { useSearchParams } from 'react-router'
import { EventsPage } from './events/EventsPage.tsx'
import { LogGroupPage } from './LogGroupPage.tsx'

/** `?group=`: a log group with its streams. With `&stream=` the events of one of them, and of all with `*`. */
export function Component() {
  const [search] = useSearchParams()
  const group = search.get('group') ?? ''
  const stream = search.get('stream')
  return stream === null ? <LogGroupPage group={group} /> : <EventsPage group={group} stream={stream} />
}
