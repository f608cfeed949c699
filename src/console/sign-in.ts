import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { accountRecord } from '../accounts/records.ts'
import { type FindCredentials, readCredential } from '../aws/authenticate.ts'
import { judge, type PrincipalPolicies, type Verdict } from '../aws/authorize.ts'
import type { Caller } from '../aws/caller.ts'
import { type DenialOptions, denialError } from '../aws/denial.ts'
import { AwsError } from '../aws/error.ts'
import { incomingOf, peerAddress } from '../aws/http.ts'
import { randomIds } from '../aws/ids.ts'
import type { Check } from '../aws/operation.ts'
import { type IncomingRequest, shortened } from '../aws/progress.ts'
import type { CallRecord } from '../aws/record.ts'
import { requestFacts } from '../aws/request-facts.ts'
import { issueOwnSession } from '../sessions/own-session.ts'
import type { SessionTokens } from '../sessions/session-token.ts'
import { SigningKeyCache } from '../signature/signing-key-cache.ts'
import { PasswordsBusy } from '../users/passwords.ts'
import { GuessLimits } from './guess-limits.ts'
import { keySignIn } from './key-sign-in.ts'
import { type PasswordParts, passwordSignIn } from './password-sign-in.ts'
import type { Principal } from './principal.ts'
import { authenticationFailed, tooManyAttempts } from './refusals.ts'
import { assertOwnPage, FORM_LIMIT, readForm, tooLarge } from './sign-in-form.ts'

/** A handler of node:http for `POST /sign-in`. */
export type SignIn = (request: IncomingMessage, response: ServerResponse) => void

export interface SignInParts extends Omit<PasswordParts, 'guesses'> {
  readonly tokens: SessionTokens
  readonly find: FindCredentials
  readonly policiesOf: (caller: Caller) => PrincipalPolicies
  readonly denial: DenialOptions
  /** Where the sign-in stands in the trail. */
  readonly region: string
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly record: (call: CallRecord) => void
  readonly logFailure: (requestId: string, error: unknown) => void
}

/** As long as a user's longest session in AWS's console. */
const SESSION_SECONDS = 12 * 3600
/** Passwords wait for one another no longer than this. */
const BUSY_MS = 5000

/** One sign-in, as far as it has come. */
interface Progress {
  readonly requestId: string
  readonly now: number
  readonly incoming: IncomingRequest
  /** The user whose password is tried. */
  tried: Principal | undefined
  principal: Principal | undefined
  readonly verdicts: Verdict[]
}

/**
 * Sign-in to the console: a session of 12 hours for a user's password, or for a request that a long-term access key
 * signed. What is asked and answered: docs/decisions/0020-sign-in.md.
 */
export function signIn(parts: SignInParts): SignIn {
  const keys = new SigningKeyCache()
  const guesses = new GuessLimits()

  async function principalOf(progress: Progress): Promise<Principal> {
    const { incoming, now } = progress
    const body = await incoming.readBody(FORM_LIMIT, tooLarge)
    const form = readForm(body)
    const head = { ...incoming, body }
    const credential = readCredential(head)
    if (credential.version !== 'none') {
      if (form) throw authenticationFailed('Sign in with a password or with a signature, not with both.')
      return keySignIn(head, credential, { now, find: parts.find, keys })
    }
    if (!form) throw authenticationFailed()
    return passwordSignIn(
      { ...parts, guesses },
      {
        form,
        sourceIp: incoming.sourceIp,
        now,
        requestId: progress.requestId,
        ask: (user, check) => ask(parts, progress, user, check),
        tries: (user) => {
          progress.tried = user
        },
        knows: (user) => {
          progress.principal = user
        },
      },
    )
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const progress: Progress = {
      requestId: randomUUID(),
      now: parts.clock(),
      incoming: incomingOf(request, { sourceIp: peerAddress(request.socket) }, () => {}),
      tried: undefined,
      principal: undefined,
      verdicts: [],
    }
    try {
      assertOwnPage(request)
      const principal = await principalOf(progress)
      progress.principal = principal
      const body = sessionOf(parts, principal, progress.now)
      parts.record(recordOf(parts, progress, 200, undefined))
      answer(response, progress, 200, body)
    } catch (cause) {
      const error = refusalOf(cause, progress, parts)
      const status = error.status ?? 400
      parts.record(recordOf(parts, progress, status, error))
      answer(response, progress, status, { code: error.code, message: error.message, ...error.fields }, error.headers)
    }
  }

  return (request, response) => {
    serve(request, response).catch(() => response.destroy())
  }
}

function sessionOf(parts: SignInParts, principal: Principal, now: number): object {
  const issued = issuedTo(parts, principal, now)
  const { account, arn, name } = principal
  return {
    credentials: {
      accessKeyId: issued.AccessKeyId,
      secretAccessKey: issued.SecretAccessKey,
      sessionToken: issued.SessionToken,
      expiration: issued.Expiration.toISOString(),
    },
    principal: { arn, account, accountAlias: accountRecord(parts.state, account)?.alias, userName: name },
  }
}

const issuedTo = ({ tokens }: SignInParts, principal: Principal, now: number) =>
  issueOwnSession(tokens, randomIds(), principal, { kind: 'console', now, seconds: SESSION_SECONDS })

/**
 * Whether the user may do it in the session that this sign-in is to give, so that what policies say of sessions and MFA
 * holds; with the refusal for when they may not.
 */
function ask(parts: SignInParts, progress: Progress, user: Principal, check: Check): AwsError | undefined {
  const { now, incoming, requestId } = progress
  const { AccessKeyId, SessionToken } = issuedTo(parts, user, now)
  const found = parts.find(AccessKeyId, SessionToken, now)
  if (!found.ok) return authenticationFailed()
  const { caller } = found
  const call = {
    caller,
    now,
    region: parts.region,
    request: requestFacts(incoming),
    policies: parts.policiesOf(caller),
  }
  const verdict = judge(call, check)
  progress.verdicts.push(verdict)
  if (verdict.allowed) return undefined
  return denialError({ service: 'iam', family: 'query', requestId, caller }, verdict, parts.denial)
}

function refusalOf(cause: unknown, { now, requestId }: Progress, parts: SignInParts): AwsError {
  if (cause instanceof AwsError) return cause
  if (cause instanceof PasswordsBusy) return tooManyAttempts(now, BUSY_MS)
  parts.logFailure(requestId, cause)
  return new AwsError('InternalFailure', `The sign-in failed in the server; its request id is ${requestId}.`, {
    status: 500,
  })
}

/**
 * As CloudTrail keeps a sign-in. One that failed stands in nobody's account, so that strangers who guess are bounded in the
 * trail as all strangers are; whose password they tried is said where there is such a user, and never what else was typed,
 * which may be a password in the wrong place.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
function recordOf(
  parts: SignInParts,
  { now, requestId, incoming, principal, tried, verdicts }: Progress,
  status: number,
  error: AwsError | undefined,
): CallRecord {
  const whose = error !== undefined && principal === undefined && tried !== undefined ? ` (${tried.arn})` : ''
  return {
    time: now,
    requestId,
    service: 'signin',
    operation: 'ConsoleLogin',
    region: parts.region,
    account: principal?.account ?? '',
    callerArn: principal?.arn ?? '',
    userId: principal?.userId ?? '',
    accessKeyId: principal?.accessKeyId,
    sourceIp: incoming.sourceIp,
    userAgent: shortened(incoming.headers['user-agent']),
    status,
    errorCode: error?.code,
    errorMessage: shortened(error && error.message + whose),
    verdicts,
  }
}

function answer(
  response: ServerResponse,
  { requestId }: Progress,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-amzn-requestid': requestId,
  })
  response.end(text)
}
