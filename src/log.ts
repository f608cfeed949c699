/** The server's own log: JSON lines on stderr, for failures of ours. Never a secret, never a request's body. */
export function logFailure(requestId: string, error: unknown): void {
  const line = { time: new Date().toISOString(), level: 'error', requestId, error: describe(error) }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}

/** Something that the operator should know and no call failed by. */
export function logWarning(message: string): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level: 'warning', message })}\n`)
}

const describe = (error: unknown): unknown =>
  error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        stack: error.stack,
        ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
      }
    : String(error)
