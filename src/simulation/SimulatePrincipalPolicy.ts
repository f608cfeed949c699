import { operation } from '../aws/operation.ts'
import { simulationAnswer } from './answer.ts'
import { attachedBoundary, attachedPolicies } from './attached-policies.ts'
import { simulatedCaller } from './caller.ts'
import { readContextEntries } from './context-entries.ts'
import { readExclusions } from './exclusions.ts'
import { boundaryInput, policyInputs, resourcePolicyInput } from './policy-inputs.ts'
import { checkActions, checkHandling, readOwner, readResources } from './questions.ts'
import { onSource, requiredSource } from './source.ts'

/** Decides actions by the policies of a user, group or role, and those of the request. */
export const SimulatePrincipalPolicy = operation('iam', 'SimulatePrincipalPolicy', {
  authorization: onSource('SimulatePrincipalPolicy'),
  read({ state, ...call }) {
    const { input, fail } = call
    const source = requiredSource(state, call)
    const excluded = readExclusions(input.PolicyExclusionList, fail)
    checkActions(input, fail)
    checkHandling(input, 'SimulatePrincipalPolicy', fail)
    const attached = attachedPolicies(state, source).filter((policy) => !excluded.excludes(policy))
    const ownBoundary = excluded.boundary ? undefined : attachedBoundary(state, source)
    const simulation = {
      resources: readResources(input, fail),
      resourceOwner: readOwner(input, fail),
      given: readContextEntries(input.ContextEntries, fail),
      identity: [...attached, ...policyInputs(input.PolicyInputList, fail)],
      boundary: boundaryInput(input.PermissionsBoundaryPolicyInputList, fail) ?? ownBoundary,
      caller: simulatedCaller(state, call, source),
      resourcePolicy: resourcePolicyInput(input.ResourcePolicy, fail),
    }
    return simulationAnswer(simulation, input, fail)
  },
})
