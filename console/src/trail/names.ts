import type { Principal } from 'rolecall/policy'

/** The part of an ARN that names the resource: `role/web-server`, `tour-config/app.conf`; other text as it is. */
export const tailOf = (arn: string): string => (arn.startsWith('arn:') ? arn.split(':').slice(5).join(':') || arn : arn)

/** Who called, in a few words: `user/alice`, `web-server/i-1` of a role's session, `root`. */
export function shortPrincipal(arn: string): string {
  if (arn === '') return 'Nobody known'
  return arn === '*' ? 'Anonymous' : tailOf(arn).replace(/^assumed-role\//, '')
}

/** Who asks a question, in a few words: of a service its name, such as `ec2.amazonaws.com`. */
export function callerName(principal: Principal): string {
  switch (principal.kind) {
    case 'service':
      return principal.names.join(', ')
    case 'federated':
      return tailOf(principal.provider)
    case 'anonymous':
      return shortPrincipal('*')
    default:
      return shortPrincipal(principal.arn)
  }
}

/** The names that an ARN can be called by: the whole, its end, and each part between slashes. */
const namesIn = (arn: string): readonly string[] => [arn, tailOf(arn), ...tailOf(arn).split('/')]

/** Whether somebody who says this name, or ARN, can mean the principal. */
export const isCalled = (arn: string, name: string): boolean =>
  namesIn(arn).some((known) => known.toLowerCase() === name.toLowerCase()) || shortPrincipal(arn) === name
