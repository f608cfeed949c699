import { operation } from '../aws/operation.ts'
import { authorizationIdOf } from '../aws/record.ts'
import { authorizationDetails } from './authorization-details.ts'
import { isDenied, type KeptCall, outcomeOf } from './kept-call.ts'
import { isOthers, ownSideOf } from './own-side.ts'

/** Finds a call that the trail keeps. */
export type FindCall = (authorizationId: string) => Promise<KeptCall | undefined>

/**
 * The decisions of a denied call, for every principal of the account that it was made from who has the permission.
 * https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_GetRequestAuthorizationDetails.html
 */
export const GetRequestAuthorizationDetails = (find: FindCall) =>
  operation('iam-toolbox', 'GetRequestAuthorizationDetails', {
    authorization: {
      kind: 'permissions',
      check: () => [{ action: 'iam:GetRequestAuthorizationDetails', resource: '*' }],
    },
    async read({ input, caller, fail }) {
      const { authorizationId, nextToken } = input
      const from = nextToken === undefined ? 0 : placeOf(nextToken, authorizationId)
      if (from === undefined)
        return fail('ValidationException', 'The nextToken is not valid for this authorization ID.')
      const call = await find(authorizationId)
      // Nothing tells another account's call from none.
      const isItsOwn = call?.account === caller.account && authorizationIdOf(call.requestId) === authorizationId
      if (!call || !isItsOwn || !isDenied(outcomeOf(call))) {
        return fail('ResourceNotFoundException', `No authorization details were found for ${authorizationId}.`)
      }
      // Of another account's resource its own side: not whether there is a policy on it, or the resource at all.
      const verdicts = call.verdicts.flatMap((verdict) => {
        if (!isOthers(verdict.request.resourceAccount, caller.account)) return [verdict]
        const side = ownSideOf(verdict.request, caller.account)
        return side ? [{ ...verdict, ...side }] : []
      })
      const { details, next } = authorizationDetails({ ...call, verdicts }, from)
      return { ...details, ...(next !== undefined && { nextToken: tokenOf(next, authorizationId) }) }
    },
  })

const tokenOf = (from: number, authorizationId: string): string =>
  Buffer.from(`${authorizationId}/${from}`).toString('base64url')

function placeOf(token: string, authorizationId: string): number | undefined {
  const [id, place = ''] = Buffer.from(token, 'base64url').toString().split('/')
  return id === authorizationId && /^[1-9]\d{0,5}$/.test(place) ? Number(place) : undefined
}
