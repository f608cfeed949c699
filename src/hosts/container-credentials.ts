/**
 * The instance's credentials as SDKs fetch them in a container: at AWS_CONTAINER_CREDENTIALS_FULL_URI, by the token in
 * AWS_CONTAINER_AUTHORIZATION_TOKEN. For machines on which no process can have a 169.254.169.254 of its own.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { InstanceRecord } from '../instances/records.ts'
import type { CredentialVendor, VendedCredentials } from '../metadata/credentials.ts'

const PATH = '/credentials'

export interface ContainerCredentialsParts {
  readonly instance: (id: string) => InstanceRecord | undefined
  readonly vendor: Pick<CredentialVendor, 'credentialsFor'>
}

/** Has the server answer with this boot's credentials; the token is drawn for it and serves nothing else. */
export function containerCredentials(
  { instance, vendor }: ContainerCredentialsParts,
  { id, bootEpoch }: InstanceRecord,
  server: Server,
): { readonly path: string; readonly token: string } {
  const token = randomBytes(32).toString('base64url')
  const expected = digest(token)
  const isToken = (text: string) => timingSafeEqual(digest(text), expected)
  server.on('request', (req, res) => {
    req.resume()
    send(res, answerTo(req, isToken, instance(id), bootEpoch, vendor))
  })
  return { path: PATH, token }
}

function answerTo(
  { url, method, headers: { authorization } }: IncomingMessage,
  isToken: (text: string) => boolean,
  instance: InstanceRecord | undefined,
  bootEpoch: number,
  vendor: Pick<CredentialVendor, 'credentialsFor'>,
): Answer {
  if (authorization === undefined) return refusal(401, 'MissingAuthorization', 'The request has no token.')
  if (!isToken(authorization)) return refusal(403, 'InvalidAuthorization', 'The token is not the one of this endpoint.')
  if (url !== PATH) return refusal(404, 'NotFound', `Credentials are at ${PATH}.`)
  if (method !== 'GET') return refusal(405, 'MethodNotAllowed', 'Credentials are read with GET.')
  if (instance?.state !== 'running' || instance.bootEpoch !== bootEpoch) {
    return refusal(403, 'InstanceNotRunning', 'The instance does not run.')
  }
  // It stands in the metadata service's place, so it is switched off with it.
  if (instance.metadataOptions.httpEndpoint === 'disabled') {
    return refusal(403, 'EndpointDisabled', 'The metadata service of the instance is turned off.')
  }
  // Whoever asks has shown a token, as with version 2, and the session is the one that version 2 hands out.
  return answerOf(vendor.credentialsFor(instance, '2.0'))
}

function answerOf(vended: VendedCredentials): Answer {
  switch (vended.kind) {
    case 'credentials': {
      const Expiration = new Date(vended.expiration).toISOString().replace(/\.\d+Z$/, 'Z')
      const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, token: Token } = vended
      return { status: 200, body: { AccessKeyId, SecretAccessKey, Token, Expiration } }
    }
    case 'unauthorized':
      return refusal(403, 'AssumeRoleUnauthorizedAccess', `EC2 cannot assume the role ${vended.roleName}.`)
    case 'none':
    case 'no role':
    case 'profile not found':
      return refusal(404, 'NoCredentials', 'The instance carries no role.')
  }
}

/** Of one length, so that comparing takes one time. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, string>>
}

/** SDKs show code and message. */
const refusal = (status: number, code: string, message: string): Answer => ({ status, body: { code, message } })

function send(res: ServerResponse, { status, body }: Answer): void {
  res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', Connection: 'close' })
  res.end(JSON.stringify(body))
}
