import { operation } from '../../aws/operation.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { type FilterFields, filtered } from '../filters.ts'
import { describeCheck } from '../instance-check.ts'
import { placeOf } from '../records.ts'
import { tagList } from '../tags.ts'
import { type KeyPair, listKeyPairs } from './records.ts'

export const DescribeKeyPairs = operation('ec2', 'DescribeKeyPairs', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeKeyPairs', call)] },
  read(call) {
    const { input, state, fail } = call
    const { KeyNames: names = [], KeyPairIds: ids = [] } = input
    const all = listKeyPairs(state, placeOf(call))
    for (const name of names) {
      if (!all.some((pair) => pair.name === name)) {
        fail('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`)
      }
    }
    for (const id of ids) {
      if (!all.some((pair) => pair.id === id)) fail('InvalidKeyPair.NotFound', `The key pair ID '${id}' does not exist`)
    }
    const asked = all.filter(
      ({ name, id }) => (names.length === 0 && ids.length === 0) || names.includes(name) || ids.includes(id),
    )
    const matching = filtered(asked, input.Filters, FILTERS, fail, ({ tags }) => tags)
    stopDryRun(input.DryRun)
    return {
      KeyPairs: matching.map((pair) => ({
        KeyPairId: pair.id,
        KeyName: pair.name,
        KeyType: pair.type,
        KeyFingerprint: pair.fingerprint,
        CreateTime: new Date(pair.created),
        Tags: tagList(pair.tags),
        ...(input.IncludePublicKey ? { PublicKey: pair.publicKey } : {}),
      })),
    }
  },
})

const FILTERS: FilterFields<KeyPair> = {
  fingerprint: ({ fingerprint }) => [fingerprint],
  'key-name': ({ name }) => [name],
  'key-pair-id': ({ id }) => [id],
}
