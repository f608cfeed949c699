import type { Check, Fail } from '../aws/operation.ts'
import { operation } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { stopDryRun } from './ec2-errors.ts'
import { describeCheck, instanceCheck, requireFewResources } from './instance-check.ts'
import { failNoTemplate } from './launch-templates/find-templates.ts'
import { ec2Arn, placeOf } from './records.ts'
import { failNoGroup } from './security-groups/find-groups.ts'
import { requireOneTransaction } from './state-changes.ts'
import { type TaggedResource, taggedFinder, taggedType } from './tagged-resources.ts'
import { isUserTag, readTags, requireMetadataTagKeys, requireTagCount, type Tags } from './tags.ts'

/** Adds and overwrites tags, on all of the resources or on none. */
export const CreateTags = operation('ec2', 'CreateTags', {
  authorization: {
    kind: 'permissions',
    check: (call) => tagChecks('ec2:CreateTags', call.input.Resources, call, readTags(call.input.Tags, call.fail)),
  },
  handle(call) {
    const { input, tx, fail } = call
    requireOneTransaction(input.Resources, fail)
    const added = readTags(input.Tags, fail)
    const found = requireTagged(tx, input.Resources, call)
    for (const { tags, instance } of found) {
      requireTagCount({ ...tags, ...added }, fail)
      if (instance?.metadataOptions.instanceMetadataTags === 'enabled') {
        requireMetadataTagKeys(added, fail)
      }
    }
    stopDryRun(input.DryRun)
    for (const resource of found) resource.put(tx, { ...resource.tags, ...added })
    return {}
  },
})

/** Removes tags: by key, by key and value, or all when none is named. Tags that are not there are no error. */
export const DeleteTags = operation('ec2', 'DeleteTags', {
  authorization: {
    kind: 'permissions',
    check: (call) =>
      tagChecks(
        'ec2:DeleteTags',
        call.input.Resources,
        call,
        Object.fromEntries((call.input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
      ),
  },
  handle(call) {
    const { input, tx, fail } = call
    requireOneTransaction(input.Resources, fail)
    const found = requireTagged(tx, input.Resources, call)
    stopDryRun(input.DryRun)
    const named = input.Tags ?? []
    if (named.some(({ Key = '' }) => !isUserTag(Key))) {
      fail('InvalidParameterValue', `Tag keys starting with 'aws:' are reserved for internal use`)
    }
    const removes = (key: string, value: string) =>
      named.length === 0
        ? isUserTag(key)
        : named.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value))
    for (const resource of found) {
      const kept = Object.entries(resource.tags).filter(([key, value]) => !removes(key, value))
      resource.put(tx, Object.fromEntries(kept))
    }
    return {}
  },
})

interface Where {
  readonly caller: { readonly account: string }
  readonly region: string
  readonly now: number
  readonly fail: Fail<string>
}

function tagChecks(
  action: string,
  ids: readonly string[],
  call: Where & { readonly state: State },
  requestTags: Tags,
): readonly Check[] {
  if (ids.length === 0) return [describeCheck(action, call)]
  requireFewResources(ids.length)
  const findTagged = taggedFinder(call.state, call)
  return ids.map((id) => {
    if (id.startsWith('i-')) return { ...instanceCheck(action, id, call), requestTags }
    const type = taggedType(id)
    const found = findTagged(id)
    return {
      action,
      resource: found?.arn ?? (type ? ec2Arn(placeOf(call), type, id) : '*'),
      context: { 'ec2:Region': call.region, ...found?.context },
      resourceTags: found?.tags,
      requestTags,
    }
  })
}

function requireTagged(state: State, ids: readonly string[], where: Where): readonly TaggedResource[] {
  const findTagged = taggedFinder(state, where)
  return [...new Set(ids)].map((id) => {
    const found = findTagged(id)
    if (found) return found
    switch (taggedType(id)) {
      case 'instance':
        return where.fail('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
      case 'volume':
        return where.fail('InvalidVolume.NotFound', `The volume '${id}' does not exist.`)
      case 'network-interface':
        return where.fail('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`)
      case 'security-group':
        return failNoGroup(placeOf(where), { GroupId: id }, where.fail)
      case 'security-group-rule':
        return where.fail('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`)
      case 'key-pair':
        return where.fail('InvalidKeyPair.NotFound', `The key pair ID '${id}' does not exist`)
      case 'launch-template':
        return failNoTemplate({ LaunchTemplateId: id }, where.fail)
      default:
        return where.fail('InvalidID', `The ID '${id}' is not valid`)
    }
  })
}
