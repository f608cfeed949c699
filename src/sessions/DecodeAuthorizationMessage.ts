import { operation } from '../aws/operation.ts'

/** Opens the message that EC2 appended to a denial; undefined for a text that this server did not seal for it. */
export type OpenDenial = (message: string, account: string) => string | undefined

export const DecodeAuthorizationMessage = (openDenial: OpenDenial) =>
  operation('sts', 'DecodeAuthorizationMessage', {
    authorization: {
      kind: 'permissions',
      check: () => [{ action: 'sts:DecodeAuthorizationMessage', resource: '*' }],
    },
    read: ({ input, caller, fail }) => ({
      DecodedMessage:
        openDenial(input.EncodedMessage, caller.account) ??
        fail('InvalidAuthorizationMessageException', 'Message is not valid.'),
    }),
  })
