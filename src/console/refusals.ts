import { AwsError } from '../aws/error.ts'

/** AWS's sentence on its sign-in page. */
const INCORRECT = 'Your authentication information is incorrect. Please try again.'

/** The same whatever was wrong; a signature's sentence says more, as the APIs say it too. */
export const authenticationFailed = (message: string = INCORRECT, cause?: unknown): AwsError =>
  new AwsError('AuthenticationFailed', message, { status: 401, cause })

/** Says when the next attempt is looked at. */
export function tooManyAttempts(now: number, waitMs: number): AwsError {
  const seconds = Math.ceil(waitMs / 1000)
  const at = `${new Date(now + seconds * 1000).toISOString().slice(0, 19)}Z`
  return new AwsError('TooManyAttempts', `Too many failed attempts. Try again in ${seconds} s, at ${at}.`, {
    status: 429,
    headers: { 'retry-after': String(seconds) },
  })
}
