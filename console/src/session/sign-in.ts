import type { PasswordPolicy } from '@aws-sdk/client-iam'
import { config } from '../app/config.ts'
import { keep, type Session } from './session.ts'

/** The server's refusal of a sign-in, in its own sentence. */
export class SignInRefused extends Error {
  readonly code: string
  /** What the next password has to be, where one is asked for and the user may know it; null: IAM's default policy. */
  readonly passwordPolicy: PasswordPolicy | null | undefined

  constructor(code: string, message: string, passwordPolicy?: PasswordPolicy | null) {
    super(message)
    this.code = code
    this.passwordPolicy = passwordPolicy
  }
}

export interface PasswordSignIn {
  /** 12 digits, or the account's alias. */
  readonly account: string
  readonly userName: string
  readonly password: string
  /** When the one before has to be changed. */
  readonly newPassword?: string
}

/** Signs in an IAM user. Throws SignInRefused. */
export const signInWithPassword = (input: PasswordSignIn): Promise<void> =>
  post(JSON.stringify(input), { 'content-type': 'application/json' })

/** Signs in the owner of a long-term access key. The secret signs the request here and does not travel. Throws SignInRefused. */
export async function signInWithKey(accessKeyId: string, secretAccessKey: string): Promise<void> {
  const [{ SignatureV4 }, { Sha256 }] = await Promise.all([
    import('@smithy/signature-v4'),
    import('@smithy/core/checksum'),
  ])
  const signer = new SignatureV4({
    service: 'signin',
    region: config().region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
  })
  const { protocol, hostname, port } = location
  const { headers } = await signer.sign({
    method: 'POST',
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    path: '/sign-in',
    headers: { host: location.host, 'content-type': 'application/json' },
    body: '{}',
  })
  // The browser writes Host itself, to the same name.
  const { host: _, ...sent } = headers
  return post('{}', sent)
}

interface Refusal {
  readonly code?: string
  readonly message?: string
  readonly passwordPolicy?: PasswordPolicy | null
}

async function post(body: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const response = await fetch('/sign-in', { method: 'POST', body, headers })
  // The sign-in answers a session or a refusal, both in JSON; a broken line throws here.
  const answer = (await response.json()) as Session & Refusal
  if (!response.ok) {
    const { code = '', message = 'The server refused the sign-in.', passwordPolicy } = answer
    throw new SignInRefused(code, message, passwordPolicy)
  }
  keep({ credentials: answer.credentials, principal: answer.principal })
}
