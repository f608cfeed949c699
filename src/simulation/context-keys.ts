import { operation } from '../aws/operation.ts'
import { onEverything } from '../iam/subject.ts'
import { contextKeysOf } from '../policy/context-keys.ts'
import { attachedBoundary, attachedPolicies } from './attached-policies.ts'
import { policyInputs } from './policy-inputs.ts'
import type { SimulatedPolicy } from './simulation.ts'
import { onSource, requiredSource } from './source.ts'

/** The condition keys that the policies of the request mention. */
export const GetContextKeysForCustomPolicy = operation('iam', 'GetContextKeysForCustomPolicy', {
  authorization: onEverything('GetContextKeysForCustomPolicy'),
  read: ({ input, fail }) => keysOf(policyInputs(input.PolicyInputList, fail)),
})

/** Those of the source's policies, its boundary included, and of the request's. */
export const GetContextKeysForPrincipalPolicy = operation('iam', 'GetContextKeysForPrincipalPolicy', {
  authorization: onSource('GetContextKeysForPrincipalPolicy'),
  read({ state, ...call }) {
    const source = requiredSource(state, call)
    const boundary = attachedBoundary(state, source)
    return keysOf([
      ...attachedPolicies(state, source),
      ...(boundary ? [boundary] : []),
      ...policyInputs(call.input.PolicyInputList, call.fail),
    ])
  },
})

const keysOf = (policies: readonly SimulatedPolicy[]) => ({
  ContextKeyNames: contextKeysOf(policies.map(({ document }) => document)),
})
