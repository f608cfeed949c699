/** Standard output that may be closed by its reader at any time, as by `head`. */
export interface Output {
  readonly write: (text: string) => void
  /** Whether the reader has gone. */
  readonly isClosed: () => boolean
  /** Runs when the reader goes. */
  readonly onClosed: (run: () => void) => void
}

/** A reader that goes away ends the program in silence, and nothing of it goes wrong. */
export function openOutput(stream: NodeJS.WriteStream): Output {
  let closed = false
  const runs: (() => void)[] = []
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    closed = true
    for (const run of runs.splice(0)) run()
  })
  return {
    write: (text) => {
      if (!closed) stream.write(text)
    },
    isClosed: () => closed,
    onClosed: (run) => runs.push(run),
  }
}

/** Columns of the terminal; a pipe has as many as are needed. COLUMNS says otherwise. */
export function widthOf(stream: NodeJS.WriteStream): number {
  const asked = Number(process.env['COLUMNS'])
  if (Number.isInteger(asked) && asked >= 40) return asked
  return stream.isTTY ? Math.max(40, stream.columns) : Number.POSITIVE_INFINITY
}
