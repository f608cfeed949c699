import type { KeptCall } from './kept-call.ts'

/** A call of the account's root user that was let through, with what a test says of it. */
export const callWith = (more: Partial<KeptCall> = {}): KeptCall => ({
  time: 1_700_000_000_000,
  requestId: '5b2f8a57-3a0e-4b53-8c55-0a4f0f2c9d11',
  service: 'sts',
  operation: 'GetCallerIdentity',
  region: 'us-east-1',
  account: '123456789012',
  callerArn: 'arn:aws:iam::123456789012:root',
  userId: '123456789012',
  accessKeyId: undefined,
  sourceIp: '127.0.0.1',
  userAgent: undefined,
  status: 200,
  errorCode: undefined,
  errorMessage: undefined,
  verdicts: [],
  ...more,
})

/** An authorization id that carries a name, for tests that have to tell calls apart. */
export const idOf = (name: string): string => Buffer.from(name).toString('hex').padEnd(32, '0')

/** The name in the id of a call; '' without a call. */
export const nameOf = (call: { readonly requestId: string } | undefined): string =>
  Buffer.from((call?.requestId ?? '').replace(/(00)+$/, ''), 'hex').toString()
