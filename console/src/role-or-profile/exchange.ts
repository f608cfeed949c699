/** Calls whose request and answer are shown. */
import { callIdOf, failureOf } from '../aws/failure.ts'
import { maskedAnswer, maskedHeader, readableBody } from './masked.ts'

/** One call, as it may be shown. */
export interface Exchange {
  readonly operation: string
  readonly request: string
  readonly answer: string
  /** The call's page in the trail. */
  readonly trailHref: string | undefined
  readonly refused: boolean
}

/** The request that goes out, as the SDK's last step has it. */
interface Outgoing {
  readonly method: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly query?: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface Stack {
  add(
    middleware: (
      next: (args: { request: unknown }) => Promise<unknown>,
      context: { readonly commandName?: string },
    ) => (args: { request: unknown }) => Promise<unknown>,
    options: {
      readonly step: 'deserialize'
      readonly name: string
      readonly priority: 'low'
      readonly override: boolean
    },
  ): void
}

/**
 * Makes one call and tells the exchange, refusals included; rejects with the refusal. The client must be the call's own: it
 * is listened to.
 */
export async function shown<Client extends { readonly middlewareStack: unknown }, Output extends object>(
  client: Client,
  call: (client: Client) => Promise<Output>,
  tell: (exchange: Exchange) => void,
): Promise<Output> {
  let outgoing: Outgoing | undefined
  let operation = ''
  // Every client of the SDK has this stack; only the types of its commands differ.
  const stack = client.middlewareStack as Stack
  stack.add(
    (next, { commandName = '' }) =>
      (args) => {
        operation = commandName.replace(/Command$/, '')
        // The step's request is an HttpRequest.
        outgoing = args.request as Outgoing
        return next(args)
      },
    { step: 'deserialize', name: 'shownRequest', priority: 'low', override: true },
  )
  const exchange = (answer: string, requestId: string | undefined, refused: boolean): Exchange => ({
    operation,
    request: outgoing ? requestText(outgoing) : '',
    answer,
    trailHref: requestId === undefined ? undefined : `/trail/${callIdOf(requestId)}`,
    refused,
  })
  try {
    const output = await call(client)
    // Outputs of the SDK carry it.
    const { requestId } = (output as { readonly $metadata?: { readonly requestId?: string } }).$metadata ?? {}
    tell(exchange(maskedAnswer(output), requestId, false))
    return output
  } catch (error) {
    const { title, sentence, requestId } = failureOf(error)
    tell(exchange(`${title}\n${sentence}`, requestId, true))
    throw error
  }
}

function requestText({ method, hostname, port, path, query = {}, headers, body }: Outgoing): string {
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value ?? '')]),
  ).toString()
  const host = port === undefined ? hostname : `${hostname}:${port}`
  const lines = Object.entries(headers)
    .filter(([name]) => !BROWSERS_OWN.has(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${maskedHeader(name, value)}`)
  const text = typeof body === 'string' ? readableBody(body) : ''
  return [
    `${method} http://${host}${path}${search === '' ? '' : `?${search}`}`,
    ...lines,
    ...(text === '' ? [] : ['', text]),
  ].join('\n')
}

/** What says nothing about who asks. */
const BROWSERS_OWN: ReadonlySet<string> = new Set([
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'x-amz-user-agent',
  'user-agent',
  'content-length',
  'x-amz-content-sha256',
])
