import { parseArgs } from 'node:util'
import type { TrailAnswer } from '../trail/reading.ts'
import { type Command, UsageError } from './command.ts'
import { readServerFile } from './env.ts'
import { paint } from './paint.ts'
import { askTrail } from './trail/ask.ts'
import { CallLines, healthLines } from './trail/line.ts'
import { openOutput, widthOf } from './trail/output.ts'

export const trail: Command = {
  summary: 'show calls and what was decided, as they happen',
  help: `rolecall trail: show the calls that the server in this folder answered, and what was decided

  -f, --follow       go on with calls as they happen
  --denied           only calls that were denied
  --principal NAME   only calls of this user, role or session: its name, or its ARN
  --service NAME     only calls of this service, such as iam or s3
  -n N               begin with the last N calls (default 20)
  --json             one JSON object a line, with nothing left out
  --data DIR         where the server keeps its state (default .rolecall, or ROLECALL_DATA)

  rolecall trail -f --denied

The last column of a denied call is its authorization id, or the beginning of it; rolecall why ID explains it.
`,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        follow: { type: 'boolean', short: 'f', default: false },
        denied: { type: 'boolean', default: false },
        principal: { type: 'string' },
        service: { type: 'string' },
        lines: { type: 'string', short: 'n', default: '20' },
        json: { type: 'boolean', default: false },
        data: { type: 'string' },
      },
    })
    if (!/^\d{1,6}$/.test(values.lines)) throw new UsageError(`-n takes a number, not ${values.lines}`)
    const { principal, service, follow, denied } = values
    const answers = askTrail(readServerFile(values.data).controlSocket, {
      filter: {
        denied,
        ...(principal !== undefined && { principal }),
        ...(service !== undefined && { service: service.toLowerCase() }),
      },
      limit: Number(values.lines),
      follow,
    })
    const output = openOutput(process.stdout)
    output.onClosed(() => void answers.return(undefined))
    const lines = new CallLines({ width: widthOf(process.stdout), colours: paint(process.stdout) })
    const printed = values.json ? jsonLine : (answer: TrailAnswer) => ('call' in answer ? lines.of(answer.call) : '')
    for await (const answer of answers) {
      for (const remark of remarks(answer)) process.stderr.write(`rolecall trail: ${remark}\n`)
      output.write(printed(answer))
      if (output.isClosed()) return 0
    }
    if (follow && !output.isClosed()) process.stderr.write('rolecall trail: the server has ended\n')
    return 0
  },
}

const jsonLine = (answer: TrailAnswer): string =>
  'call' in answer ? `${JSON.stringify({ ...answer.call, time: new Date(answer.call.time).toISOString() })}\n` : ''

function remarks(answer: TrailAnswer): readonly string[] {
  if ('health' in answer) return healthLines(answer.health)
  return 'skipped' in answer
    ? [`${answer.skipped} calls are not shown: they came faster than they could be printed`]
    : []
}
