import { createHash } from 'node:crypto'
import { type Folder, folder, type Leaf, since } from './tree.ts'
import type { MetadataView } from './view.ts'

/**
 * Tags of an instance that stand in for what EC2 itself would announce and no API of it sets: whoever may tag the
 * instance tests how its programs take the news. A value that cannot be read announces nothing.
 */
const TAGS = {
  /** `terminate 2026-01-02T03:05:00Z`; `stop` and `hibernate` too. */
  spot: 'rolecall:spot-interruption',
  /** `2026-01-02T03:05:00Z` */
  rebalance: 'rolecall:rebalance-recommendation',
  /** `system-reboot 2026-01-02T03:00:00Z 2026-01-02T05:00:00Z`: an event's code, and the time that it falls into. */
  maintenance: 'rolecall:maintenance',
} as const

/** `spot/`: there once the instance is marked. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
export const spot: Folder = {
  children: (view) => (interruption(view) ? SPOT : undefined),
}

const SPOT = {
  'instance-action': since('2016-11-15', (view) => {
    const marked = interruption(view)
    return marked && `{"action": "${marked.action}", "time": "${marked.time}"}`
  }),
  'termination-time': since('2014-11-05', (view) => {
    const marked = interruption(view)
    return marked?.action === 'terminate' ? marked.time : undefined
  }),
} satisfies Record<string, Leaf>

/** An instance that hears what only a Spot Instance hears is one. */
export const lifeCycle: Leaf = (view) =>
  interruption(view) || rebalanceTime(view) !== undefined ? 'spot' : 'on-demand'

/** `events/`, as instance metadata categories and the pages on rebalance recommendations and scheduled events show it. */
export const events: Folder = folder({
  maintenance: since(
    '2018-08-17',
    folder({
      history: () => '[]',
      scheduled: (view) => scheduled(view),
    }),
  ),
  recommendations: since('2020-10-27', {
    children: (view) => (rebalanceTime(view) === undefined ? undefined : RECOMMENDATIONS),
  }),
})

const RECOMMENDATIONS = {
  rebalance: (view: MetadataView) => `{"noticeTime": "${rebalanceTime(view)}"}`,
}

const TIME = String.raw`(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)`
const INTERRUPTION = new RegExp(`^(stop|terminate|hibernate) ${TIME}$`)
const RECOMMENDATION = new RegExp(`^${TIME}$`)
const EVENT = new RegExp(`^([a-z-]+) ${TIME} ${TIME}$`)

function interruption({ instance }: MetadataView): { readonly action: string; readonly time: string } | undefined {
  const match = INTERRUPTION.exec(instance.tags[TAGS.spot] ?? '')
  const [, action = '', time = ''] = match ?? []
  return match && isTime(time) ? { action, time } : undefined
}

function rebalanceTime({ instance }: MetadataView): string | undefined {
  const value = instance.tags[TAGS.rebalance] ?? ''
  return RECOMMENDATION.test(value) && isTime(value) ? value : undefined
}

/** Codes of EC2's scheduled events, each with the description that AWS's pages show with it. */
const MAINTENANCE: Readonly<Record<string, string>> = {
  'instance-reboot': 'scheduled reboot',
  'system-reboot': 'scheduled reboot',
  'instance-stop': 'The instance is running on degraded hardware',
  'instance-retirement': 'The instance is running on degraded hardware',
}

function scheduled({ instance }: MetadataView): string {
  const value = instance.tags[TAGS.maintenance] ?? ''
  const [, code = '', from = '', to = ''] = EVENT.exec(value) ?? []
  const description = Object.hasOwn(MAINTENANCE, code) ? MAINTENANCE[code] : undefined
  if (description === undefined || !isTime(from) || !isTime(to)) return '[]'
  const id = createHash('sha256').update(`${instance.id} ${value}`).digest('hex').slice(0, 17)
  const event = {
    NotBefore: shownTime(from),
    Code: code,
    Description: description,
    EventId: `instance-event-${id}`,
    NotAfter: shownTime(to),
    State: 'active',
  }
  const lines = Object.entries(event).map(([name, text]) => `  ${JSON.stringify(name)} : ${JSON.stringify(text)}`)
  return `[ {\n${lines.join(',\n')}\n} ]`
}

const isTime = (text: string): boolean => !Number.isNaN(Date.parse(text))

/** `21 Jan 2019 09:00:43 GMT` */
const shownTime = (text: string): string => new Date(text).toUTCString().slice(5)
