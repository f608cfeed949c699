import type { RunInstancesRequest } from '../aws/generated/ec2.ts'
import type { Ids } from '../aws/ids.ts'
import { operation } from '../aws/operation.ts'
import type { Tx } from '../state/table.ts'
import { inRegion } from '../state/table.ts'
import { takeAddress } from './addresses.ts'
import { describeInstance } from './describe-instance.ts'
import { stopDryRun } from './ec2-errors.ts'
import { oneOf } from './filters.ts'
import { launchImage } from './images/catalogue.ts'
import { architectureOf, isBurstable } from './instance-types.ts'
import { LAUNCH_TAGS, launchChecks } from './launch-checks.ts'
import {
  launchGroups,
  launchKeyPair,
  launchNetwork,
  launchSubnet,
  readUserData,
  requestDigest,
  requireLaunchable,
  requireVolumes,
  volumePlans,
} from './launch-request.ts'
import { type MergedLaunch, requireLaunch } from './launch-templates/merge.ts'
import { accountDefaults, launchOptions } from './metadata-options.ts'
import { newAssociation, requireProfile } from './profile-reference.ts'
import { clientTokenKey, type InstanceRecord, instances, isVisible, type Place, placeOf } from './records.ts'
import { readTagSpecifications, requireMetadataTagKeys } from './tags.ts'

/**
 * INVARIANT: one call is one transaction, so a crash leaves all of its instances or none. An instance is one record with
 * its association in it. Twenty with the largest user data fit; with the largest tags on each of their parts as well they do
 * not, and the write lane refuses the call as too large.
 */
const MAX_INSTANCES = 20

export const RunInstances = operation('ec2', 'RunInstances', {
  authorization: { kind: 'permissions', check: launchChecks },
  handle({ input, caller, region, now, ids, tx, fail }) {
    const place = placeOf({ caller, region })
    const count = input.MaxCount
    if (count > MAX_INSTANCES) {
      fail(
        'InstanceLimitExceeded',
        `You have requested more instances (${count}) than your current instance limit of ${MAX_INSTANCES} allows for the specified instance type. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
      )
    }
    const earlier =
      input.ClientToken === undefined ? [] : tx.find(instances, 'clientToken', clientTokenKey(place, input.ClientToken))
    const digest = requestDigest(input)
    if (earlier.length > 0) {
      if (earlier.some((instance) => instance.clientRequest !== digest)) {
        fail(
          'IdempotentParameterMismatch',
          'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
        )
      }
      stopDryRun(input.DryRun)
      return reservation([...earlier].sort((a, b) => a.launchIndex - b.launchIndex))
    }
    const launch = requireLaunch(tx, place, input, fail)
    const plan = planOf(launch, place, tx, fail)
    stopDryRun(input.DryRun)
    forgetTerminated(tx, place, now)
    const network = launchNetwork(launch.request)
    const subnet = launchSubnet(launch.request, caller.account, region, fail)
    const reservationId = `r-${ids.hex(17)}`
    const made: InstanceRecord[] = []
    for (let index = 0; index < count; index += 1) {
      const address = takeAddress(tx, place, subnet, network.privateIp, ids, fail)
      const instance = make(plan, { reservationId, index, address, digest, now, ids })
      tx.put(instances, instance)
      made.push(instance)
    }
    return reservation(made)
  },
})

type Plan = ReturnType<typeof planOf>

/** What the instances of a request have in common, with every value checked. */
function planOf(
  { request: input, template, version }: MergedLaunch,
  place: Place,
  tx: Tx,
  fail: (code: string, message: string) => never,
) {
  const { account, region } = place
  requireLaunchable(input, fail)
  const image = launchImage(input.ImageId ?? '', place)
  const type = input.InstanceType ?? 'm1.small'
  requireArchitecture(type, image.architecture, fail)
  requireVolumes(input, image, fail)
  const keyPair = launchKeyPair(tx, place, input, fail)
  if (launchNetwork(input).privateIp !== undefined && input.MaxCount > 1) {
    fail('InvalidParameterCombination', 'A private IP address may be specified for one instance only.')
  }
  const tags = readTagSpecifications(input.TagSpecifications, LAUNCH_TAGS, fail)
  const metadataOptions = launchOptions(input.MetadataOptions, accountDefaults(tx, account, region), image, fail)
  if (metadataOptions.instanceMetadataTags === 'enabled') requireMetadataTagKeys(tags.instance ?? {}, fail)
  const spec = input.IamInstanceProfile
  const profile =
    spec?.Name === undefined && spec?.Arn === undefined ? undefined : requireProfile(tx, account, spec, fail)
  return {
    ...place,
    availabilityZone: launchSubnet(input, account, region, fail).availabilityZone,
    type,
    imageId: image.id,
    securityGroups: launchGroups(tx, place, input, fail),
    keyPair: keyPair && { name: keyPair.name, publicKey: keyPair.publicKey },
    clientToken: input.ClientToken,
    userData: readUserData(input.UserData, fail),
    monitoring: input.Monitoring?.Enabled ?? false,
    ebsOptimized: input.EbsOptimized ?? false,
    disableApiTermination: input.DisableApiTermination ?? false,
    disableApiStop: input.DisableApiStop ?? false,
    shutdownBehavior: oneOf(
      ['stop', 'terminate'],
      input.InstanceInitiatedShutdownBehavior ?? 'stop',
      'instanceInitiatedShutdownBehavior',
      fail,
    ),
    sourceDestCheck: true,
    cpuCredits: credits(input, type, fail),
    cpuOptions: cpuOptions(input, fail),
    volumePlans: volumePlans(input, image),
    profile,
    metadataOptions,
    tags,
    // As EC2 does, and as Terraform reads which template an instance is from.
    templateTags:
      template && version
        ? { 'aws:ec2launchtemplate:id': template.id, 'aws:ec2launchtemplate:version': String(version.number) }
        : {},
  }
}

function requireArchitecture(
  type: string,
  ofImage: string | undefined,
  fail: (code: string, message: string) => never,
): void {
  const ofType = architectureOf(type)
  if (ofImage === undefined || ofType === ofImage) return
  fail(
    'InvalidParameterValue',
    `The architecture '${ofType}' of the specified instance type does not match the architecture '${ofImage}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
  )
}

function make(
  { volumePlans: volumes, profile, tags, templateTags, ...common }: Plan,
  {
    reservationId,
    index,
    address,
    digest,
    now,
    ids,
  }: {
    reservationId: string
    index: number
    address: string
    digest: string
    now: number
    ids: Ids
  },
): InstanceRecord {
  return {
    ...common,
    id: `i-${ids.hex(17)}`,
    state: 'running',
    stateSince: now,
    reservationId,
    launchIndex: index,
    launchTime: now,
    bootEpoch: 1,
    clientRequest: common.clientToken === undefined ? undefined : digest,
    privateIp: address,
    mac: `02:${ids.hex(10).match(/../g)?.join(':')}`,
    networkInterfaceId: `eni-${ids.hex(17)}`,
    attachmentId: `eni-attach-${ids.hex(17)}`,
    networkInterfaceTags: tags['network-interface'] ?? {},
    volumes: volumes.map((volume) => ({ ...volume, id: `vol-${ids.hex(17)}`, tags: tags.volume ?? {} })),
    tags: { ...tags.instance, ...templateTags },
    association: profile && newAssociation(profile, ids, now),
  }
}

/** Both numbers or none, as EC2 demands. */
function cpuOptions(
  { CpuOptions }: RunInstancesRequest,
  fail: (code: string, message: string) => never,
): InstanceRecord['cpuOptions'] {
  const { CoreCount: coreCount, ThreadsPerCore: threadsPerCore } = CpuOptions ?? {}
  if (coreCount === undefined && threadsPerCore === undefined) return undefined
  if (coreCount === undefined || threadsPerCore === undefined) {
    return fail('InvalidParameterCombination', 'CpuOptions must specify both the CoreCount and the ThreadsPerCore.')
  }
  if (coreCount < 1 || threadsPerCore < 1 || threadsPerCore > 2) {
    fail('InvalidParameterValue', `CpuOptions of ${coreCount} cores with ${threadsPerCore} threads are not valid.`)
  }
  return { coreCount, threadsPerCore }
}

/** t2 starts with standard credits, later burstable families with unlimited ones. */
function credits(
  input: RunInstancesRequest,
  type: string,
  fail: (code: string, message: string) => never,
): 'standard' | 'unlimited' {
  const asked = input.CreditSpecification?.CpuCredits
  if (asked !== undefined) return oneOf(['standard', 'unlimited'], asked, 'creditSpecification', fail)
  return isBurstable(type) && !type.startsWith('t2.') ? 'unlimited' : 'standard'
}

/** EC2 lists a terminated instance for about an hour; each launch clears some of those that are older. */
function forgetTerminated(tx: Tx, place: { account: string; region: string }, now: number): void {
  const gone = tx
    .list(instances, inRegion(place.account, place.region))
    .filter((instance) => !isVisible(instance, now))
    .slice(0, MAX_INSTANCES)
  for (const instance of gone) tx.delete(instances, instance)
}

function reservation(made: readonly InstanceRecord[]) {
  const first = made[0]
  return {
    ReservationId: first?.reservationId,
    OwnerId: first?.account,
    Groups: [],
    Instances: made.map((instance) =>
      describeInstance(instance, instance.state === 'running' && instance.bootEpoch === 1 ? 'pending' : instance.state),
    ),
  }
}
