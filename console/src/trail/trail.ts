import { LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { cloudtrail } from '../aws/cloudtrail.ts'
import { failureOf } from '../aws/failure.ts'
import { type Call, callOf } from './call.ts'
import { type Attribute, attributeOf, type CallFilter, passes } from './filter.ts'
import { before, type CallPage, type Cursor, newerThan, type Timeline, withNewer, withOlder } from './timeline.ts'

/** LookupEvents answers 50 a page at most. */
export const PAGE_SIZE = 50
const POLL_MS = 2_500
/** Pages that one search reads before it asks whether it shall go on. */
const PAGES = 10
/** Calls that a search wants to show. */
export const ENOUGH = 25

/** One page of the trail. */
export async function lookUp(attribute: Attribute | undefined, cursor: Cursor): Promise<CallPage> {
  const { Events = [], NextToken } = await cloudtrail().send(new LookupEventsCommand(inputOf(attribute, cursor)))
  return { calls: Events.map(callOf), next: nextOf(cursor, NextToken) }
}

const inputOf = (attribute: Attribute | undefined, { from, to, token }: Cursor): LookupEventsCommandInput => ({
  MaxResults: PAGE_SIZE,
  ...(attribute && { LookupAttributes: [{ AttributeKey: attribute.key, AttributeValue: attribute.value }] }),
  ...(from && { StartTime: from }),
  ...(to && { EndTime: to }),
  ...(token !== undefined && { NextToken: token }),
})

const nextOf = (cursor: Cursor, token: string | undefined): Cursor | undefined =>
  token === undefined ? undefined : { ...cursor, token }

/** Reads on until there is enough to show, the trail ends, or it has taken long. */
async function search(filter: CallFilter, from: Cursor): Promise<CallPage> {
  const calls: Call[] = []
  const shown = () => calls.filter((call) => passes(filter, call)).length
  let next: Cursor | undefined = from
  for (let pages = 0; next && pages < PAGES && shown() < ENOUGH; pages += 1) {
    const page: CallPage = await lookUp(attributeOf(filter), next)
    calls.push(...page.calls)
    next = page.next
  }
  return { calls, next }
}

/** What happened since; a flood is read up to a bound, and the rest of it later on demand. */
async function poll(attribute: Attribute | undefined, from: Cursor): Promise<CallPage> {
  const calls: Call[] = []
  let next: Cursor | undefined = from
  for (let pages = 0; next && pages < PAGES; pages += 1) {
    const page: CallPage = await lookUp(attribute, next)
    calls.push(...page.calls)
    next = page.next
  }
  // What lies before the poll's beginning is not in its lookup.
  return { calls, next: next && (before(calls) ?? next) }
}

/** The calls that the filter wants as they happen, and how to read further back. Nothing is asked while the tab is hidden. */
export function useTimeline(filter: CallFilter, paused: boolean) {
  const client = useQueryClient()
  const attribute = attributeOf(filter)
  const queryKey = ['trail', attribute?.key, attribute?.value]
  const known = () => client.getQueryData<Timeline>(queryKey)
  const query = useQuery({
    queryKey,
    queryFn: async (): Promise<Timeline> => {
      const held = known()
      if (!held) {
        const { calls, next } = await search(filter, {})
        return { calls, older: next }
      }
      const page = await poll(attribute, newerThan(held))
      // Older calls may have come in the meantime.
      return withNewer(known() ?? held, page)
    },
    // Who may not read the trail would fill it with refusals.
    refetchInterval: ({ state }) =>
      paused || (state.error !== null && failureOf(state.error).denied) ? false : POLL_MS,
    refetchOnWindowFocus: !paused,
    structuralSharing: false,
  })
  const older = useMutation({
    mutationFn: async () => {
      const from = known()?.older
      if (!from) return
      const page = await search(filter, from)
      client.setQueryData<Timeline>(queryKey, (timeline) => timeline && withOlder(timeline, page))
    },
  })
  return { query, older }
}

/** How often a call that has just been made is looked for; its record follows its answer. */
const TRIES = 4
const TRY_AGAIN_MS = 250

/** The call with an authorization id; null when the trail does not hold it (any more). */
export const useCall = (id: string) =>
  useQuery({ queryKey: ['trail', 'call', id], queryFn: () => findCall(id), staleTime: Number.POSITIVE_INFINITY })

export async function findCall(id: string, tries = TRIES): Promise<Call | null> {
  const { calls } = await lookUp({ key: 'EventId', value: id }, {})
  const [call] = calls
  if (call) return call
  if (tries <= 1) return null
  await new Promise((done) => setTimeout(done, TRY_AGAIN_MS))
  return findCall(id, tries - 1)
}
