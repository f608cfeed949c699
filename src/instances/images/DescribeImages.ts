import { operation } from '../../aws/operation.ts'
import { requireIdForm, stopDryRun } from '../ec2-errors.ts'
import { type FilterFields, filtered, page, refusePagedIds } from '../filters.ts'
import { describeCheck } from '../instance-check.ts'
import { type LaunchImage, launchImage, publishedImages } from './catalogue.ts'

/** The catalogue; an id that is not in it is described as what a launch takes it for. */
export const DescribeImages = operation('ec2', 'DescribeImages', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeImages', call)] },
  read({ input, caller, region, fail }) {
    const ids = input.ImageIds ?? []
    refusePagedIds(ids, 'imagesSet', input, fail)
    requireIdForm(ids, 'ami', 'InvalidAMIID.Malformed', fail)
    const owners = (input.Owners ?? []).map((owner) => (owner === 'self' ? caller.account : owner))
    for (const owner of owners) {
      if (!/^(?:\d{12}|amazon|aws-marketplace)$/.test(owner)) {
        fail('InvalidUserID.Malformed', `Invalid user id: "${owner}"`)
      }
    }
    const executable = input.ExecutableUsers?.length ? input.ExecutableUsers.includes('all') : true
    const asked = ids.length > 0 ? ids.map((id) => launchImage(id, { region })) : publishedImages(region)
    const visible = asked.filter(
      ({ published }) =>
        executable &&
        (owners.length === 0 ||
          (published && (owners.includes(published.owner) || owners.includes(published.ownerAlias)))),
    )
    const matching = filtered(visible, input.Filters, FILTERS, fail, () => ({}))
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ id }) => id, input, fail)
    return { Images: items.map(describe), NextToken: next }
  },
})

function describe(image: LaunchImage) {
  const { published, snapshotId } = image
  return {
    ImageId: image.id,
    State: 'available',
    ImageType: 'machine',
    Architecture: image.architecture ?? 'x86_64',
    ...(published
      ? {
          Name: published.name,
          Description: published.description,
          ImageLocation: `${published.ownerAlias}/${published.name}`,
          OwnerId: published.owner,
          ImageOwnerAlias: published.ownerAlias,
          CreationDate: published.created,
          Public: true,
        }
      : {}),
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    RootDeviceType: 'ebs',
    RootDeviceName: image.rootDevice,
    BlockDeviceMappings: [
      {
        DeviceName: image.rootDevice,
        Ebs: {
          DeleteOnTermination: true,
          Encrypted: false,
          ...(snapshotId === undefined ? {} : { SnapshotId: snapshotId }),
          VolumeSize: image.size,
          VolumeType: image.volumeType,
        },
      },
    ],
    VirtualizationType: 'hvm',
    Hypervisor: 'xen',
    EnaSupport: true,
    SriovNetSupport: 'simple',
    ...(image.imdsV2 ? { ImdsSupport: 'v2.0' } : {}),
  }
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html */
const FILTERS: FilterFields<LaunchImage> = {
  architecture: ({ architecture }) => [architecture ?? 'x86_64'],
  'block-device-mapping.delete-on-termination': () => [true],
  'block-device-mapping.device-name': ({ rootDevice }) => [rootDevice],
  'block-device-mapping.encrypted': () => [false],
  'block-device-mapping.snapshot-id': ({ snapshotId }) => [snapshotId],
  'block-device-mapping.volume-size': ({ size }) => [size],
  'block-device-mapping.volume-type': ({ volumeType }) => [volumeType],
  'creation-date': ({ published }) => [published?.created],
  description: ({ published }) => [published?.description],
  'ena-support': () => [true],
  hypervisor: () => ['xen'],
  'image-id': ({ id }) => [id],
  'image-type': () => ['machine'],
  'imds-support': ({ imdsV2 }) => [imdsV2 ? 'v2.0' : undefined],
  'is-public': ({ published }) => [published ? true : undefined],
  'manifest-location': ({ published }) => [published && `${published.ownerAlias}/${published.name}`],
  name: ({ published }) => [published?.name],
  'owner-alias': ({ published }) => [published?.ownerAlias],
  'owner-id': ({ published }) => [published?.owner],
  platform: () => [],
  'platform-details': () => ['Linux/UNIX'],
  'product-code': () => [],
  'root-device-name': ({ rootDevice }) => [rootDevice],
  'root-device-type': () => ['ebs'],
  state: () => ['available'],
  'usage-operation': () => ['RunInstances'],
  'virtualization-type': () => ['hvm'],
}
