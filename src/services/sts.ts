import { notYet, type ServiceTable } from '../aws/operation.ts'
import { AssumeRole } from '../sessions/AssumeRole.ts'
import { DecodeAuthorizationMessage, type OpenDenial } from '../sessions/DecodeAuthorizationMessage.ts'
import { GetAccessKeyInfo } from '../sessions/GetAccessKeyInfo.ts'
import { GetCallerIdentity } from '../sessions/GetCallerIdentity.ts'
import { GetSessionToken } from '../sessions/GetSessionToken.ts'
import type { SessionTokens } from '../sessions/session-token.ts'

/** STS: every operation of the model and what answers it. */
export const stsService = (tokens: SessionTokens, openDenial: OpenDenial): ServiceTable<'sts'> => ({
  AssumeRole: AssumeRole(tokens),
  AssumeRoleWithSAML: notYet,
  AssumeRoleWithWebIdentity: notYet,
  AssumeRoot: notYet,
  DecodeAuthorizationMessage: DecodeAuthorizationMessage(openDenial),
  GetAccessKeyInfo,
  GetCallerIdentity,
  GetDelegatedAccessToken: notYet,
  GetFederationToken: notYet,
  GetSessionToken: GetSessionToken(tokens),
  GetWebIdentityToken: notYet,
})
