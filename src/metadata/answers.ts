import type { ServerResponse } from 'node:http'

const REASONS = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  417: 'Expectation Failed',
  500: 'Internal Server Error',
} as const

export type MetadataStatus = keyof typeof REASONS

export interface MetadataAnswer {
  readonly status: MetadataStatus
  readonly kind: 'token' | 'document' | 'page' | 'empty'
  readonly type: 'text/plain' | 'text/html' | 'application/octet-stream'
  readonly body: string | Uint8Array
  /** Header names and values in turn that this answer alone has. */
  readonly more?: readonly string[]
  /** Seconds that the request's token lives. */
  readonly tokenLife?: number | undefined
}

/**
 * The page that the metadata service answers errors with, byte for byte as recorded: of 343 bytes for 401, of 339 for
 * 404. They differ in the white space before the second line of the document type; other pages are taken to be like
 * that of 401, since it is the checks before the tree that answer them.
 */
export function errorPage(status: MetadataStatus, tokenLife?: number): MetadataAnswer & { readonly body: string } {
  const title = `${status} - ${REASONS[status]}`
  return {
    status,
    kind: 'page',
    type: 'text/html',
    tokenLife,
    body: `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
${status === 404 ? '\t\t ' : '\t'}"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title>${title}</title>
 </head>
 <body>
  <h1>${title}</h1>
 </body>
</html>
`,
  }
}

/** An answer without a page. */
export const empty = (status: MetadataStatus, more: readonly string[] = []): MetadataAnswer => ({
  status,
  kind: 'empty',
  type: 'text/plain',
  body: '',
  more,
})

export const TOKEN_TTL_HEADER = 'X-Aws-Ec2-Metadata-Token-Ttl-Seconds'

/** Sends the answer. */
export function send(res: ServerResponse, answer: MetadataAnswer, now: number): void {
  const { body } = answer
  const length = lengthOf(body)
  res.writeHead(answer.status, REASONS[answer.status], headers(answer, length, now))
  // Plain ASCII goes out with the head as one text of one byte a character.
  if (typeof body === 'string' && length === body.length) res.end(body, 'latin1')
  else res.end(body)
}

/** The answer as it stands on the wire, for a request that never became one. Its body is ASCII. */
export function onTheWire(answer: MetadataAnswer & { readonly body: string }, now: number): string {
  const names = headers(answer, lengthOf(answer.body), now)
  const lines = names.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${names[index + 1]}\r\n`] : []))
  return `HTTP/1.1 ${answer.status} ${REASONS[answer.status]}\r\n${lines.join('')}\r\n${answer.body}`
}

const lengthOf = (body: string | Uint8Array): number =>
  typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength

/**
 * Names and values in turn, in the order that was recorded for each kind of answer.
 * INVARIANT: on a token answer the lifetime is the first header, right after `HTTP/1.1 200 OK\r\n`, and on all others it
 * is not: packet filters tell the two apart by that to limit the hops of the token alone.
 */
function headers(answer: MetadataAnswer, bytes: number, now: number): string[] {
  const life = answer.tokenLife === undefined ? [] : [TOKEN_TTL_HEADER, String(answer.tokenLife)]
  const more = answer.more ?? []
  const type = ['Content-Type', answer.type]
  const length = ['Content-Length', String(bytes)]
  const date = ['Date', httpDate(now)]
  switch (answer.kind) {
    case 'token':
      return [...life, ...type, ...length, ...date, ...SERVER, ...CLOSE]
    case 'document':
      return [...type, ...more, ...length, ...date, ...SERVER, ...life, ...CLOSE]
    case 'page':
      return [...length, ...type, ...date, ...life, ...CLOSE, ...SERVER]
    case 'empty':
      return answer.status === 405
        ? [...more, ...length, ...date, ...SERVER, ...CLOSE, ...type]
        : [...more, ...length, ...type, ...date, ...SERVER, ...CLOSE]
  }
}

const SERVER = ['Server', 'EC2ws']
const CLOSE = ['Connection', 'close']

let lastDate = { second: 0, text: new Date(0).toUTCString() }

/** The time of an answer; those of one second share it. */
function httpDate(now: number): string {
  const second = Math.floor(now / 1000)
  if (second !== lastDate.second) lastDate = { second, text: new Date(now).toUTCString() }
  return lastDate.text
}
