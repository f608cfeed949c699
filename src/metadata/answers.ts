import type { ServerResponse } from 'node:http'

const REASONS = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  417: 'Expectation Failed',
} as const

export type MetadataStatus = keyof typeof REASONS

export interface MetadataAnswer {
  readonly status: MetadataStatus
  readonly type: 'text/plain' | 'text/html' | 'application/octet-stream'
  readonly body: string | Uint8Array
  /** Header names and values in turn, between the type and the length. */
  readonly more?: readonly string[]
  /** Seconds that the request's token lives. */
  readonly tokenLife?: number | undefined
}

/** The page that the metadata service answers errors with, byte for byte. */
export function errorPage(status: MetadataStatus, tokenLife?: number): MetadataAnswer {
  const title = `${status} - ${REASONS[status]}`
  return {
    status,
    type: 'text/html',
    tokenLife,
    body: `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
\t\t "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
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

/** An error without a page. */
export const emptyError = (status: MetadataStatus, more: readonly string[] = []): MetadataAnswer => ({
  status,
  type: 'text/plain',
  body: '',
  more,
})

export const TOKEN_TTL_HEADER = 'X-Aws-Ec2-Metadata-Token-Ttl-Seconds'

/**
 * Sends the answer with its headers in this order.
 * INVARIANT: on a token answer the lifetime is the first header, right after `HTTP/1.1 200 OK\r\n`, and on all others it
 * is not: packet filters tell the two apart by that to limit the hops of the token alone.
 */
export function send(res: ServerResponse, answer: MetadataAnswer, isToken: boolean, now: number): void {
  const life = answer.tokenLife === undefined ? [] : [TOKEN_TTL_HEADER, String(answer.tokenLife)]
  const { body } = answer
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
  res.writeHead(answer.status, REASONS[answer.status], [
    ...(isToken ? life : []),
    'Content-Type',
    answer.type,
    ...(answer.more ?? []),
    'Content-Length',
    String(length),
    'Date',
    httpDate(now),
    'Server',
    'EC2ws',
    ...(isToken ? [] : life),
    'Connection',
    'close',
  ])
  // Plain ASCII goes out with the head as one text of one byte a character.
  if (typeof body === 'string' && length === body.length) res.end(body, 'latin1')
  else res.end(body)
}

let lastDate = { second: 0, text: new Date(0).toUTCString() }

/** The time of an answer; those of one second share it. */
function httpDate(now: number): string {
  const second = Math.floor(now / 1000)
  if (second !== lastDate.second) lastDate = { second, text: new Date(now).toUTCString() }
  return lastDate.text
}
