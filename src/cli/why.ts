import { parseArgs } from 'node:util'
import { authorizationIdOf } from '../aws/record.ts'
import { explain } from '../policy/explain/explain.ts'
import { type KeptCall, outcomeOf } from '../trail/kept-call.ts'
import { readCall } from '../trail/reading.ts'
import { CliError, type Command, UsageError } from './command.ts'
import { readServerFile } from './env.ts'
import { paint } from './paint.ts'
import { askTrail } from './trail/ask.ts'
import { layerLines, type PageOptions, verdictLines } from './trail/explained.ts'
import { printable } from './trail/names.ts'
import { openOutput, widthOf } from './trail/output.ts'
import { wrapped } from './trail/wrap.ts'

export const why: Command = {
  summary: 'explain why a call was denied, or allowed',
  help: `rolecall why [ID | last]: explain a call by the policies and the context of its moment

  ID           an authorization id, or the request id of any answer; its first 8 characters are enough
  last         the last denied call (default)
  --json       print each decision's explanation as JSON
  --data DIR   where the server keeps its state (default .rolecall, or ROLECALL_DATA)

It says who asked for what, which policy decided and what to change, then lists every policy that was asked. Places are
line:column in the policy's text.
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, data: { type: 'string' } },
    })
    const [id = 'last', ...rest] = positionals
    if (rest.length > 0) throw new UsageError('takes one id')
    const { call, principals } = await find(readServerFile(values.data).controlSocket, id)
    const output = openOutput(process.stdout)
    const width = Math.min(widthOf(process.stdout), 120)
    const options = { width, colours: paint(process.stdout), principals }
    output.write(values.json ? asJson(call) : `${page(call, options).join('\n')}\n`)
    return 0
  },
}

async function find(
  socketPath: string,
  id: string,
): Promise<Pick<PageOptions, 'principals'> & { readonly call: KeptCall }> {
  for await (const answer of askTrail(socketPath, { id })) {
    if ('found' in answer) return { call: readCall(answer.found), principals: answer.found.principals }
  }
  throw new CliError('the server has ended')
}

/** Decisions that are told in full; a call on a thousand items has a thousand. */
const TOLD = 5

function page(call: KeptCall, options: PageOptions): readonly string[] {
  const denied = call.verdicts.filter(({ allowed }) => !allowed)
  const told = (denied.length > 0 ? denied : call.verdicts).slice(0, TOLD)
  const others = call.verdicts.filter((verdict) => !told.includes(verdict))
  const { bold, dim } = options.colours
  const decisions = told.map(({ request }) => explain(request))
  const lines = decisions.map((explanation) => verdictLines(explanation, options))
  const trees = decisions.map((explanation) => [
    bold(printable(`${explanation.request.action} on ${explanation.request.resource}`)),
    ...layerLines(explanation, options),
  ])
  const more = others.map(({ request, allowed }) =>
    dim(printable(`Also asked, and ${allowed ? 'allowed' : 'refused'}: ${request.action} on ${request.resource}`)),
  )
  return [
    ...(told.length === 0 ? undecided(call, options) : []),
    ...joined([...lines, callLines(call, options), ...trees]),
    ...(more.length > 0
      ? ['', ...more.slice(0, TOLD), ...(more.length > TOLD ? [dim(`and ${more.length - TOLD} more`)] : [])]
      : []),
  ]
}

const joined = (blocks: readonly (readonly string[])[]): readonly string[] =>
  blocks.flatMap((block, at) => (at === 0 ? block : ['', ...block]))

/** A call that never came to a decision, such as one with a wrong signature, or that needs none. */
function undecided(call: KeptCall, { width }: PageOptions): readonly string[] {
  const text =
    outcomeOf(call) === 'allowed'
      ? 'This call asks for no permission: everybody who can sign it may make it.'
      : `No policy was asked: the call was refused before, or for another reason. ${call.errorMessage ?? ''}`
  return [...wrapped(printable(text.trim()), width), '']
}

function callLines(call: KeptCall, { width, colours }: PageOptions): readonly string[] {
  const { time, service, operation, sourceIp, status, errorCode, callerArn, accessKeyId } = call
  const when = new Date(time).toISOString().replace('T', ' ').slice(0, 19)
  const answer = errorCode === undefined ? String(status) : `${status} ${errorCode}`
  const who = callerArn === '' ? 'nobody known' : callerArn
  const key = accessKeyId === undefined ? '' : `, key ${accessKeyId}`
  return [
    `${service}:${operation} by ${who}${key}, from ${sourceIp}, at ${when} UTC: ${answer}`,
    `authorization id ${authorizationIdOf(call.requestId)}`,
  ].flatMap((line) => wrapped(printable(line), width).map(colours.dim))
}

/** Maps as objects, so that a context is readable; the documents as their texts. */
const asJson = (call: KeptCall): string => {
  const { verdicts, ...rest } = call
  const explanations = verdicts.map(({ request }) => explain(request))
  const plain = (_: string, value: unknown) => {
    if (value instanceof Map) return Object.fromEntries(value)
    return isDocument(value) ? value.text : value
  }
  return `${JSON.stringify({ ...rest, time: new Date(call.time).toISOString(), explanations }, plain, 2)}\n`
}

const isDocument = (value: unknown): value is { readonly text: string } =>
  typeof value === 'object' && value !== null && 'text' in value && 'singleStatement' in value
