import { operation } from '../aws/operation.ts'
import { onEverything } from '../iam/subject.ts'
import { simulationAnswer } from './answer.ts'
import { simulatedCaller } from './caller.ts'
import { readContextEntries } from './context-entries.ts'
import { boundaryInput, organizationPolicies, policyInputs, resourcePolicyInput } from './policy-inputs.ts'
import { checkActions, checkHandling, readOwner, readResources } from './questions.ts'

/** Decides actions by the policies of the request alone. */
export const SimulateCustomPolicy = operation('iam', 'SimulateCustomPolicy', {
  authorization: onEverything('SimulateCustomPolicy'),
  read({ state, ...call }) {
    const { input, fail } = call
    checkActions(input, fail)
    checkHandling(input, 'SimulateCustomPolicy', fail)
    const simulation = {
      resources: readResources(input, fail),
      resourceOwner: readOwner(input, fail),
      given: readContextEntries(input.ContextEntries, fail),
      identity: policyInputs(input.PolicyInputList, fail),
      boundary: boundaryInput(input.PermissionsBoundaryPolicyInputList, fail),
      serviceControl: organizationPolicies(input.OrderedOrganizationPolicyInputList, fail),
      caller: simulatedCaller(state, call),
      resourcePolicy: resourcePolicyInput(input.ResourcePolicy, fail),
    }
    return simulationAnswer(simulation, input, fail)
  },
})
