import { hash } from 'node:crypto'
import { type InputOf, operation } from '../aws/operation.ts'
import { authorizationIdOf } from '../aws/record.ts'
import { eventOf } from './events/event.ts'
import { authorizationIdOfEvent } from './events/event-id.ts'
import { isFound, LOOKUP_KEYS, type Lookup } from './events/lookup.ts'
import { questionsOf } from './events/questions.ts'
import type { KeptCall } from './kept-call.ts'
import type { PrincipalArn } from './named-principals.ts'
import { accountSeal, type Sealer } from './sealer.ts'
import type { LookupPage, LookupQuery } from './trail-store.ts'

/** What the operation asks of the trail. */
export interface LookedUpTrail {
  find(authorizationId: string): Promise<KeptCall | undefined>
  lookUp(query: LookupQuery): Promise<LookupPage | undefined>
}

const MOST = 50

/**
 * The account's calls, newest first: of every region, and data events among the management events.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export const LookupEvents = (trail: LookedUpTrail, principalArn: PrincipalArn, sealer: Sealer) => {
  const tokens = lookupTokens(sealer)
  return operation('cloudtrail', 'LookupEvents', {
    authorization: {
      kind: 'permissions',
      check: () => [{ action: 'cloudtrail:LookupEvents', resource: '*' }],
    },
    async read({ input, caller: { account }, state, may, fail }) {
      const { MaxResults: limit = MOST, NextToken: token } = input
      const asked = lookupOf(input, account)
      if ('problem' in asked) return fail(...asked.problem)
      if (limit < 1 || limit > MOST) return fail('InvalidMaxResultsException', `MaxResults must be from 1 to ${MOST}.`)
      const { lookup, eventId } = asked
      const after = token === undefined ? undefined : tokens.placeOf(token, asked)
      const badToken = () => fail('InvalidNextTokenException', 'The NextToken is not valid for this lookup.')
      if (token !== undefined && after === undefined) return badToken()
      // There are no Insights events, and AWS tells no others of that category.
      if (input.EventCategory !== undefined) return { Events: [] }
      if (eventId !== undefined) {
        const id = authorizationIdOfEvent(eventId)
        const call = await trail.find(id)
        if (!call || authorizationIdOf(call.requestId) !== id || !isFound(lookup, call)) return { Events: [] }
        // Who may read every policy of the account may see those that were asked.
        const whole = may({ action: 'iam:GetAccountAuthorizationDetails', resource: '*' })
        return {
          Events: [
            eventOf(call, account, whole ? questionsOf(call, account, (id) => principalArn(state, id)) : undefined),
          ],
        }
      }
      const page = await trail.lookUp({ lookup, limit, after })
      if (!page) return badToken()
      return {
        Events: page.calls.map((call) => eventOf(call, account)),
        NextToken: page.next === undefined ? undefined : tokens.tokenOf(page.next, asked),
      }
    },
  })
}

type Input = InputOf<'cloudtrail', 'LookupEvents'>
type Code = 'InvalidLookupAttributesException' | 'InvalidTimeRangeException' | 'InvalidEventCategoryException'
interface Asked {
  readonly lookup: Lookup
  readonly eventId: string | undefined
}

/** What the input looks up, or what is wrong with it. */
function lookupOf(input: Input, account: string): Asked | { readonly problem: readonly [Code, string] } {
  const { LookupAttributes: attributes = [], StartTime: from, EndTime: to, EventCategory: category } = input
  const [attribute, ...more] = attributes
  const wrong = (why: string) => ({ problem: ['InvalidLookupAttributesException', why] as const })
  if (more.length > 0) return wrong('Only one lookup attribute can be specified.')
  const { AttributeKey: name, AttributeValue: value = '' } = attribute ?? {}
  const key = LOOKUP_KEYS.find((known) => known === name)
  if (attribute && !key && name !== 'EventId') return wrong('The lookup attribute key is not valid.')
  if (attribute && (value === '' || value.length > LONGEST)) return wrong('The lookup attribute value is not valid.')
  if (from && to && from > to) {
    return { problem: ['InvalidTimeRangeException', 'The start time is after the end time.'] }
  }
  if (category !== undefined && category !== 'insight') {
    return { problem: ['InvalidEventCategoryException', 'The event category is not valid.'] }
  }
  return {
    lookup: {
      account,
      ...(from && { from: from.getTime() }),
      ...(to && { to: to.getTime() }),
      ...(key && { attribute: { key, value } }),
    },
    eventId: name === 'EventId' ? value : undefined,
  }
}

const LONGEST = 2_000

/**
 * A token names the last call that was looked at, and the lookup that it goes on with. That call may be another account's:
 * the token is sealed, and opens for its own account alone.
 */
function lookupTokens(sealer: Sealer) {
  const { seal, open } = accountSeal(sealer, 'lookup')
  return {
    tokenOf: (after: string, asked: Asked): string =>
      seal(asked.lookup.account, Buffer.from(`${fingerprint(asked)}/${after}`)),
    placeOf(token: string, asked: Asked): string | undefined {
      const opened = open(asked.lookup.account, token)
      const [of, after] = opened ? Buffer.from(opened).toString().split('/') : []
      return of === fingerprint(asked) && after ? after : undefined
    },
  }
}

const fingerprint = (asked: Asked): string => hash('sha256', JSON.stringify(asked), 'hex').slice(0, 16)
