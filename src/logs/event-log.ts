/**
 * Where log streams and their events are kept. A group is named by its unique id, so that a group which is deleted and
 * created again never shows old events. Times are milliseconds since 1970. Every method rejects with BulkError.
 */
export interface EventLog {
  createStream(stream: StreamKey & { readonly createdAt: number }): Promise<'created' | 'exists'>
  deleteStream(stream: StreamKey): Promise<'deleted' | 'no stream'>
  streams(query: StreamsQuery): Promise<StreamsPage>
  /** Stores all of them or none; durable when it resolves. */
  append(batch: EventBatch): Promise<AppendResult>
  read(query: EventsQuery): Promise<EventsPage>
  /** Bytes of the groups' events (UTF-8 and 26 for each), in the order asked for. */
  storedBytes(groups: readonly string[]): Promise<readonly number[]>
  /** Ids of all groups that hold streams. */
  groups(): Promise<readonly string[]>
  deleteGroup(group: string): Promise<void>
  /** Deletes some of the group's events before the time; true while there may be more. */
  expire(group: string, before: number): Promise<boolean>
  /** Frees some of the room of deleted streams and groups; true while there may be more. */
  collect(): Promise<boolean>
  close(): Promise<void>
}

export interface StreamKey {
  readonly group: string
  readonly stream: string
}

export interface NewEvent {
  readonly timestamp: number
  readonly message: string
}

export interface EventBatch extends StreamKey {
  readonly events: readonly NewEvent[]
  readonly ingestedAt: number
}

/** `seq` is the number of the last event that the stream's store has given out. */
export type AppendResult = { readonly result: 'appended'; readonly seq: number } | { readonly result: 'no stream' }

/** An event's place in the total order of its store: by time, then by arrival. */
export interface Position {
  readonly timestamp: number
  readonly seq: number
}

export interface LoggedEvent extends Position {
  readonly stream: string
  readonly message: string
  readonly ingestedAt: number
}

export interface EventsQuery {
  readonly group: string
  /** Only these streams; undefined for all. */
  readonly streams?: readonly string[] | undefined
  readonly streamPrefix?: string | undefined
  /** Inclusive. */
  readonly from?: number | undefined
  /** Exclusive. */
  readonly to?: number | undefined
  readonly order: 'ascending' | 'descending'
  /** Goes on behind this place in the order asked for. */
  readonly after?: Position | undefined
  readonly limit: number
  /** A filter pattern that was found valid. */
  readonly pattern?: string | undefined
}

/** `next` is where to go on; undefined at the end. A page can be empty and not the last. */
export type EventsPage =
  | { readonly events: readonly LoggedEvent[]; readonly next: Position | undefined }
  | { readonly missingStream: string }

/** How much of a store one page looks at and hands out, so that a long search never holds up the writers. */
export const PAGE_LIMITS = { scannedEvents: 20_000, scannedBytes: 32 * 1024 * 1024, bytes: 1_048_576 } as const

/** What an event counts besides its message: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const EVENT_OVERHEAD_BYTES = 26

export interface StreamsQuery {
  readonly group: string
  readonly prefix?: string | undefined
  readonly orderBy: 'name' | 'last event'
  readonly descending: boolean
  readonly after?: StreamsCursor | undefined
  readonly limit: number
}

export interface StreamsCursor {
  readonly name: string
  /** -1 for a stream without events. */
  readonly lastEvent: number
}

export interface StreamInfo {
  readonly name: string
  readonly createdAt: number
  readonly firstEvent: number | undefined
  readonly lastEvent: number | undefined
  readonly lastIngested: number | undefined
  readonly seq: number
}

export interface StreamsPage {
  readonly streams: readonly StreamInfo[]
  readonly next: StreamsCursor | undefined
}
