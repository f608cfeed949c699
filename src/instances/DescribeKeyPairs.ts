import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { describeCheck } from './instance-check.ts'

/** No operation here makes key pairs, so there are none. */
export const DescribeKeyPairs = operation('ec2', 'DescribeKeyPairs', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeKeyPairs', call)] },
  read({ input, fail }) {
    const [name] = input.KeyNames ?? []
    if (name !== undefined) fail('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`)
    const [id] = input.KeyPairIds ?? []
    if (id !== undefined) fail('InvalidKeyPair.NotFound', `The key pair ID '${id}' does not exist`)
    stopDryRun(input.DryRun)
    return { KeyPairs: [] }
  },
})
