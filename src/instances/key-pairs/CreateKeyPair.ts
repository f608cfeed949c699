import type { Ids } from '../../aws/ids.ts'
import type { Call, Check, Fail } from '../../aws/operation.ts'
import { operation } from '../../aws/operation.ts'
import type { State } from '../../state/table.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { oneOf } from '../filters.ts'
import { createTagsChecks } from '../instance-check.ts'
import { ec2Arn, type Place, placeOf } from '../records.ts'
import { readTagSpecifications, tagList } from '../tags.ts'
import { findKeyPair, type KeyPair, keyPairs } from './records.ts'
import { type GeneratedKey, generateKey, importedFingerprint, publicKeyLine, readPublicKey } from './ssh-key.ts'

/** The private key is in this one answer and nowhere else. */
export const CreateKeyPair = operation('ec2', 'CreateKeyPair', {
  authorization: {
    kind: 'permissions',
    check: (call) => newPairChecks('CreateKeyPair', call, { 'ec2:KeyPairType': call.input.KeyType ?? 'rsa' }),
  },
  handle(call) {
    const { input, now, ids, tx, fail } = call
    const place = placeOf(call)
    const type = oneOf(['rsa', 'ed25519'], input.KeyType ?? 'rsa', 'keyType', fail)
    if (oneOf(['pem', 'ppk'], input.KeyFormat ?? 'pem', 'keyFormat', fail) === 'ppk') {
      fail('UnsupportedOperation', 'The key format ppk is not supported.')
    }
    requireFreeName(tx, place, input.KeyName, fail)
    const tags = readTagSpecifications(input.TagSpecifications, ['key-pair'], fail)['key-pair'] ?? {}
    stopDryRun(input.DryRun)
    const { publicKey, privateKey, fingerprint } = generatedOnce(ids, type)
    const pair: KeyPair = {
      ...place,
      id: `key-${ids.hex(17)}`,
      name: input.KeyName,
      type,
      publicKey: publicKeyLine(publicKey, input.KeyName),
      fingerprint,
      created: now,
      tags,
    }
    tx.put(keyPairs, pair)
    return { ...describePair(pair), KeyMaterial: privateKey }
  },
})

/** Keeps a public key that was made elsewhere. */
export const ImportKeyPair = operation('ec2', 'ImportKeyPair', {
  authorization: { kind: 'permissions', check: (call) => newPairChecks('ImportKeyPair', call, {}) },
  handle(call) {
    const { input, now, ids, tx, fail } = call
    const place = placeOf(call)
    requireFreeName(tx, place, input.KeyName, fail)
    const key =
      readPublicKey(Buffer.from(input.PublicKeyMaterial).toString('latin1')) ??
      fail('InvalidKey.Format', 'Key is not in valid OpenSSH public key format')
    const tags = readTagSpecifications(input.TagSpecifications, ['key-pair'], fail)['key-pair'] ?? {}
    stopDryRun(input.DryRun)
    const pair: KeyPair = {
      ...place,
      id: `key-${ids.hex(17)}`,
      name: input.KeyName,
      type: key.type,
      publicKey: publicKeyLine(key, input.KeyName),
      fingerprint: importedFingerprint(key),
      created: now,
      tags,
    }
    tx.put(keyPairs, pair)
    return describePair(pair)
  },
})

const describePair = ({ id, name, fingerprint, tags }: KeyPair) => ({
  KeyPairId: id,
  KeyName: name,
  KeyFingerprint: fingerprint,
  Tags: tagList(tags),
})

function newPairChecks(
  name: 'CreateKeyPair' | 'ImportKeyPair',
  call: Call<{ readonly KeyName: string; readonly TagSpecifications?: Parameters<typeof readTagSpecifications>[0] }> & {
    readonly state: State
  },
  context: Check['context'],
): readonly Check[] {
  const { input, region, fail } = call
  const place = placeOf(call)
  const tags = readTagSpecifications(input.TagSpecifications, ['key-pair'], fail)
  const check: Check = {
    action: `ec2:${name}`,
    resource: ec2Arn(place, 'key-pair', input.KeyName),
    context: { 'ec2:Region': region, ...context },
    requestTags: tags['key-pair'],
  }
  return [check, ...createTagsChecks(name, place, tags, input.KeyName)]
}

function requireFreeName(state: State, place: Place, name: string, fail: Fail<string>): void {
  if (!/^[\x20-\x7e]{1,255}$/.test(name)) {
    fail(
      'InvalidParameterValue',
      `Invalid value '${name}' for keyPairNames. It exceeds 255 characters or is not ASCII.`,
    )
  }
  if (findKeyPair(state, place, name)) fail('InvalidKeyPair.Duplicate', 'The keypair already exists')
}

/** A call that is planned again after a conflict keeps its key: an RSA key takes a while to find. */
function generatedOnce(ids: Ids, type: 'rsa' | 'ed25519'): GeneratedKey {
  const known = generated.get(ids)
  if (known) return known
  const key = generateKey(type)
  generated.set(ids, key)
  return key
}

const generated = new WeakMap<Ids, GeneratedKey>()
