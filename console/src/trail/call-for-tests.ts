import type { Call } from './call.ts'

/** A call of alice's to IAM, unless said otherwise. */
export const callWith = (more: Partial<Call> = {}): Call => ({
  id: '0123456789abcdef',
  time: new Date('2026-01-01T00:00:00Z'),
  principal: 'arn:aws:iam::123456789012:user/team/alice',
  service: 'iam',
  operation: 'ListRoles',
  action: 'iam:ListRoles',
  resource: '*',
  outcome: 'denied',
  sourceIp: '127.0.0.1',
  region: 'us-east-1',
  requestId: '01234567-89ab',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  userAgent: undefined,
  errorCode: 'AccessDenied',
  errorMessage: undefined,
  questions: undefined,
  ...more,
})
