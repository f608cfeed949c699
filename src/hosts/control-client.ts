import { connect } from 'node:net'
import { type ControlAnswer, type ControlRequest, lineReader, writeLine } from './control-protocol.ts'
import { ExecError } from './exec-client.ts'

/** Asks the server one thing; answers the first that it says. Throws ExecError with the server's reason. */
export function askServer(socketPath: string, request: ControlRequest): Promise<ControlAnswer> {
  return new Promise((done, failed) => {
    const socket = connect(socketPath, () => socket.write(writeLine(request)))
    socket.on('error', ({ message }) => {
      failed(new ExecError(`no server answers on ${socketPath} (${message}); start one with rolecall start`))
    })
    socket.on('close', () => failed(new ExecError('the server is gone')))
    const onLine = (line: string) => {
      // The server is this program's own and speaks its protocol.
      const answer = JSON.parse(line) as ControlAnswer
      if ('refused' in answer) failed(new ExecError(`${answer.refused.message} (${answer.refused.code})`))
      else done(answer)
      socket.destroy()
    }
    socket.on(
      'data',
      lineReader(onLine, () => socket.destroy()),
    )
  })
}
