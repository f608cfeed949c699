import { operation } from '../../aws/operation.ts'
import type { State } from '../../state/table.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { ec2Arn, type Place, placeOf } from '../records.ts'
import { findKeyPair, type KeyPair, keyPairs, listKeyPairs } from './records.ts'

/** A key pair that is not there is no error. Instances keep the key that they were launched with. */
export const DeleteKeyPair = operation('ec2', 'DeleteKeyPair', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const { input, region, state } = call
      const place = placeOf(call)
      const pair = findNamed(state, place, input)
      return [
        {
          action: 'ec2:DeleteKeyPair',
          resource: ec2Arn(place, 'key-pair', pair?.name ?? input.KeyName ?? '*'),
          resourceTags: pair?.tags,
          context: {
            'ec2:Region': region,
            'ec2:KeyPairName': pair?.name ?? input.KeyName,
            'ec2:KeyPairType': pair?.type,
          },
        },
      ]
    },
  },
  handle(call) {
    const { input, tx, fail } = call
    if (input.KeyName === undefined && input.KeyPairId === undefined) {
      fail('MissingParameter', 'The request must contain the parameter KeyName or KeyPairId')
    }
    const pair = findNamed(tx, placeOf(call), input)
    stopDryRun(input.DryRun)
    if (!pair) return { Return: true }
    tx.delete(keyPairs, pair)
    return { Return: true, KeyPairId: pair.id }
  },
})

function findNamed(
  state: State,
  place: Place,
  { KeyName, KeyPairId }: { readonly KeyName?: string | undefined; readonly KeyPairId?: string | undefined },
): KeyPair | undefined {
  if (KeyName !== undefined) return findKeyPair(state, place, KeyName)
  return listKeyPairs(state, place).find(({ id }) => id === KeyPairId)
}
