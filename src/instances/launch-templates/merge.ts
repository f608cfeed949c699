import type { RequestLaunchTemplateData, RunInstancesRequest, TagSpecification } from '../../aws/generated/ec2.ts'
import type { Fail } from '../../aws/operation.ts'
import type { State } from '../../state/table.ts'
import type { Place } from '../records.ts'
import { findTemplate, findVersion, requireTemplate, requireVersion } from './find-templates.ts'
import type { LaunchTemplate, LaunchTemplateVersion } from './records.ts'

/** A launch as its template and its request together ask for it. */
export interface MergedLaunch {
  readonly request: RunInstancesRequest
  readonly template: LaunchTemplate | undefined
  readonly version: LaunchTemplateVersion | undefined
}

/** The launch, as far as its template exists: a question about a launch is asked before its errors are told. */
export function findLaunch(state: State, place: Place, request: RunInstancesRequest): MergedLaunch {
  const named = request.LaunchTemplate
  const template = named && findTemplate(state, place, named)
  const version = template && findVersion(state, template, named?.Version)
  return { request: version ? merged(version.data, request) : request, template, version }
}

/** The launch. Errors: EC2's for a template or version that does not exist. */
export function requireLaunch(
  state: State,
  place: Place,
  request: RunInstancesRequest,
  fail: Fail<string>,
): MergedLaunch {
  const named = request.LaunchTemplate
  if (!named) return { request, template: undefined, version: undefined }
  const template = requireTemplate(state, place, named, fail)
  const version = requireVersion(state, template, named.Version, fail)
  return { request: merged(version.data, request), template, version }
}

/**
 * What the request names replaces what the template names. Devices and tags are told apart by their names, so that one
 * more of them does not take the template's away.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/use-launch-templates-to-control-launching-instances.html
 */
function merged(data: RequestLaunchTemplateData, request: RunInstancesRequest): RunInstancesRequest {
  const {
    RamDiskId,
    ElasticGpuSpecifications,
    InstanceRequirements: _,
    Monitoring,
    SecondaryInterfaces,
    ...template
  } = data
  const given = Object.fromEntries(
    Object.entries(request).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  )
  return {
    ...template,
    ...(RamDiskId === undefined ? {} : { RamdiskId: RamDiskId }),
    ...(ElasticGpuSpecifications === undefined ? {} : { ElasticGpuSpecification: ElasticGpuSpecifications }),
    ...(Monitoring?.Enabled === undefined ? {} : { Monitoring: { Enabled: Monitoring.Enabled } }),
    // A launch refuses them whatever they say.
    ...(SecondaryInterfaces?.length ? { SecondaryInterfaces: SecondaryInterfaces.map(() => ({})) } : {}),
    ...given,
    MinCount: request.MinCount,
    MaxCount: request.MaxCount,
    BlockDeviceMappings: mergedDevices(data.BlockDeviceMappings, request.BlockDeviceMappings),
    TagSpecifications: mergedTags(data.TagSpecifications, request.TagSpecifications),
  }
}

/** As `merged`, for a version that begins with what another one says. */
export const mergedData = (
  source: RequestLaunchTemplateData,
  data: RequestLaunchTemplateData,
): RequestLaunchTemplateData => ({
  ...source,
  ...data,
  ...(source.BlockDeviceMappings || data.BlockDeviceMappings
    ? { BlockDeviceMappings: mergedDevices(source.BlockDeviceMappings, data.BlockDeviceMappings) }
    : {}),
})

function mergedDevices<D extends { readonly DeviceName?: string | undefined }>(
  template: readonly D[] = [],
  request: readonly D[] = [],
): readonly D[] {
  return [...template.filter((old) => !request.some(({ DeviceName }) => DeviceName === old.DeviceName)), ...request]
}

function mergedTags(
  template: readonly TagSpecification[] = [],
  request: readonly TagSpecification[] = [],
): readonly TagSpecification[] {
  const untouched = template.filter((old) => !request.some(({ ResourceType }) => ResourceType === old.ResourceType))
  return [
    ...untouched,
    ...request.map(({ ResourceType, Tags = [] }) => {
      const inherited = template.find((old) => old.ResourceType === ResourceType)?.Tags ?? []
      return { ResourceType, Tags: [...inherited.filter(({ Key }) => !Tags.some((tag) => tag.Key === Key)), ...Tags] }
    }),
  ]
}
