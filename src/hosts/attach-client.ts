import { connect } from 'node:net'
import type { AttachedAccess } from './attach.ts'
import type { AttachRequest } from './control-attach.ts'
import { type ControlAnswer, lineReader, writeLine } from './control-protocol.ts'
import { ExecError } from './exec-client.ts'

/** Asks the server to attach or release; answers what it said. Throws ExecError with the server's reason. */
export function askToAttach(socketPath: string, request: AttachRequest): Promise<ControlAnswer> {
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

/** What whoever attached a process needs to know, in lines. */
export const attachedLines = (instance: string, pid: number, access: AttachedAccess): readonly string[] => [
  `${instance} is attached to the network of process ${pid}.`,
  `  metadata   ${access.metadataUrls.join('  ')}`,
  `  API        ${access.apiUrl}`,
  '',
  'Names and certificates of the process are its own. SDKs need one variable:',
  `  AWS_ENDPOINT_URL=${access.apiUrl}`,
  'Clients that do not know it need the names, by the resolver or by hosts entries, and the authority (mount the file):',
  `  --dns ${access.resolver}`,
  `  --add-host sts.us-east-1.amazonaws.com:${access.apiAddress}   (one for each name that is used)`,
  `  -v ${access.caFile}:${IN_CONTAINER}:ro`,
  ...['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'].map((name) => `  -e ${name}=${IN_CONTAINER}`),
  ...access.notes.map((note) => `Note: ${note}.`),
]

const IN_CONTAINER = '/etc/rolecall-ca.pem'
