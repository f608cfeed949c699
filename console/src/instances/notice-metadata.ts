import { document, folder, type MetadataItem, UNKNOWN, value } from './metadata-item.ts'

type Tags = Readonly<Record<string, string>>

/** Entries that tags of the instance bring about: docs/metadata.md, Notices. */
export function noticeItems(tags: Tags): {
  readonly events: MetadataItem
  readonly lifeCycle: MetadataItem
  readonly spot: MetadataItem | undefined
} {
  const interruption = match(tags['rolecall:spot-interruption'], INTERRUPTION)
  const [action = '', time = ''] = interruption ?? []
  const [rebalance] = match(tags['rolecall:rebalance-recommendation'], RECOMMENDATION) ?? []
  return {
    lifeCycle: value(interruption || rebalance !== undefined ? 'spot' : 'on-demand'),
    spot:
      interruption &&
      folder({
        'instance-action': value(`{"action": "${action}", "time": "${time}"}`),
        'termination-time': action === 'terminate' ? value(time) : undefined,
      }),
    events: folder({
      maintenance: folder({ history: value('[]'), scheduled: value(scheduled(tags['rolecall:maintenance'])) }),
      recommendations:
        rebalance === undefined ? undefined : folder({ rebalance: value(`{"noticeTime": "${rebalance}"}`) }),
    }),
  }
}

const TIME = String.raw`(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)`
const INTERRUPTION = new RegExp(`^(stop|terminate|hibernate) ${TIME}$`)
const RECOMMENDATION = new RegExp(`^${TIME}$`)
const EVENT = new RegExp(`^(instance-reboot|system-reboot|instance-stop|instance-retirement) ${TIME} ${TIME}$`)

/** The parts of a tag's value; undefined where it announces nothing: a time has to be one. */
function match(text: string | undefined, form: RegExp): readonly string[] | undefined {
  const [, ...parts] = form.exec(text ?? '') ?? []
  const times = parts.filter((part) => part.endsWith('Z'))
  return parts.length > 0 && times.every((time) => !Number.isNaN(Date.parse(time))) ? parts : undefined
}

/** The id of an event is the service's own. */
function scheduled(text: string | undefined): string {
  const [code = '', from = '', to = ''] = match(text, EVENT) ?? []
  if (code === '') return '[]'
  const reboot = code.endsWith('reboot')
  const event = {
    NotBefore: shownTime(from),
    Code: code,
    Description: reboot ? 'scheduled reboot' : 'The instance is running on degraded hardware',
    EventId: UNKNOWN,
    NotAfter: shownTime(to),
    State: 'active',
  }
  return `[ ${document(event)} ]`
}

/** `21 Jan 2019 09:00:43 GMT` */
const shownTime = (text: string): string => new Date(text).toUTCString().slice(5)
