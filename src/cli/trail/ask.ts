import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { writeLine } from '../../hosts/control-protocol.ts'
import type { TrailAnswer, TrailQuery } from '../../trail/reading.ts'
import { CliError } from '../command.ts'

/**
 * The server's answers to a query of its trail, as they come; they end with the server. Throws CliError where no server
 * answers or it refuses.
 */
export async function* askTrail(socketPath: string, query: TrailQuery): AsyncGenerator<Exclude<TrailAnswer, Refused>> {
  const socket = connect(socketPath)
  await new Promise<void>((done, failed) => {
    socket.once('connect', done)
    socket.once('error', (cause) => {
      const message = `no server answers on ${socketPath} (${cause.message}); start one with rolecall start`
      failed(new CliError(message, { cause }))
    })
  })
  // A connection that breaks later ends the answers.
  socket.on('error', () => socket.destroy())
  socket.write(writeLine({ trail: query }))
  try {
    for await (const line of createInterface({ input: socket })) {
      // The server is this program's own and speaks its protocol.
      const answer = JSON.parse(line) as TrailAnswer
      if ('refused' in answer) throw new CliError(answer.refused.message)
      yield answer
    }
  } finally {
    socket.destroy()
  }
}

type Refused = Extract<TrailAnswer, { refused: unknown }>
