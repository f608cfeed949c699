import type {
  AppendResult,
  EventBatch,
  EventsPage,
  EventsQuery,
  StreamKey,
  StreamsPage,
  StreamsQuery,
} from '../event-log.ts'

/** What the main thread asks of the thread that owns the events. */
export type EventCalls = {
  createStream: { input: StreamKey & { readonly createdAt: number }; output: 'created' | 'exists' }
  deleteStream: { input: StreamKey; output: 'deleted' | 'no stream' }
  streams: { input: StreamsQuery; output: StreamsPage }
  append: { input: EventBatch; output: AppendResult }
  read: { input: EventsQuery; output: EventsPage }
  storedBytes: { input: readonly string[]; output: readonly number[] }
  groups: { input: null; output: readonly string[] }
  deleteGroup: { input: string; output: null }
  expire: { input: { readonly group: string; readonly before: number }; output: boolean }
  collect: { input: null; output: boolean }
}
