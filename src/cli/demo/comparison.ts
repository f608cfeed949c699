import type { paint } from '../paint.ts'

export interface Seen {
  readonly instance: {
    readonly instanceId: string
    readonly arn: string
    readonly accessKeyId: string
    readonly expiration: string
    readonly metadata: string
    readonly trusts: string
  }
  readonly assumed: {
    readonly arn: string
    readonly accessKeyId: string
    readonly expiration: string
    readonly embeddedKey: string
    readonly trusts: string
  }
}

/** The table AssumeRole vs instance profile, filled in with what was just seen. */
export function comparison({ instance, assumed }: Seen, colours: ReturnType<typeof paint>): string {
  const rows: readonly (readonly [string, string, string])[] = [
    ['', 'AssumeRole', 'instance profile'],
    ['who asks', 'the caller, by the name of the role', `nobody: it is there on ${instance.instanceId}`],
    ['trust policy names', shortOf(assumed.trusts), instance.trusts],
    ['credentials come from', "STS, in the call's answer", instance.metadata],
    ['embedded secret', `${assumed.embeddedKey}, alice's own key`, 'none'],
    ['temporary key', assumed.accessKeyId, instance.accessKeyId],
    ['valid until', assumed.expiration, `${instance.expiration}, rotated before`],
    ['who am I', shortOf(assumed.arn), shortOf(instance.arn)],
    ['what am I permitted', "the role's policies", "the role's policies"],
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  const [head, ...body] = rows
  return `\n${colours.bold('AssumeRole vs instance profile')}\n\n  ${colours.bold(line(head ?? []))}\n${body.map((row) => `  ${line(row)}\n`).join('')}`
}

const shortOf = (arn: string): string => arn.split(':').slice(5).join(':')
