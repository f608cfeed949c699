import type { DescribeLaunchTemplateVersionsRequest } from '../../aws/generated/ec2.ts'
import { type Fail, operation } from '../../aws/operation.ts'
import type { State } from '../../state/table.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { type FilterFields, filtered, page } from '../filters.ts'
import { describeCheck } from '../instance-check.ts'
import { type Place, placeOf } from '../records.ts'
import { findVersion, requireTemplate, requireVersion } from './find-templates.ts'
import { type LaunchTemplate, type LaunchTemplateVersion, listTemplates, versionsOf } from './records.ts'
import { describeVersion } from './views.ts'

interface VersionOfTemplate {
  readonly template: LaunchTemplate
  readonly version: LaunchTemplateVersion
}

/** Versions of one template, the newest first; or the latest or default versions of all templates. */
export const DescribeLaunchTemplateVersions = operation('ec2', 'DescribeLaunchTemplateVersions', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeLaunchTemplateVersions', call)] },
  read(call) {
    const { input, state, fail } = call
    const asked = askedVersions(state, placeOf(call), input, fail)
    const matching = filtered(asked, input.Filters, FILTERS, fail)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, newestFirst, input, fail, 1)
    return {
      LaunchTemplateVersions: items.map(({ template, version }) => describeVersion(template, version)),
      NextToken: next,
    }
  },
})

function askedVersions(
  state: State,
  place: Place,
  input: DescribeLaunchTemplateVersionsRequest,
  fail: Fail<string>,
): readonly VersionOfTemplate[] {
  const { LaunchTemplateId, LaunchTemplateName, Versions: names = [], MinVersion, MaxVersion } = input
  if (LaunchTemplateId === undefined && LaunchTemplateName === undefined) {
    if (names.length === 0 || names.some((name) => name !== '$Latest' && name !== '$Default')) {
      fail('MissingParameter', 'The request must contain the parameter LaunchTemplateId or LaunchTemplateName')
    }
    return listTemplates(state, place).flatMap((template) => {
      const found = names.flatMap((name) => findVersion(state, template, name) ?? [])
      return [...new Set(found)].map((version): VersionOfTemplate => ({ template, version }))
    })
  }
  const template = requireTemplate(state, place, input, fail)
  const named = names.map((name) => requireVersion(state, template, name, fail))
  const found = names.length > 0 ? [...new Set(named)] : versionsOf(state, template)
  return found
    .filter(({ number }) => number >= Number(MinVersion ?? 1) && number <= Number(MaxVersion ?? number))
    .map((version) => ({ template, version }))
}

/** Pages sort by this text, upwards. */
const newestFirst = ({ template, version }: VersionOfTemplate): string =>
  `${template.id}.${String(1e10 - version.number).padStart(11, '0')}`

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html */
const FILTERS: FilterFields<VersionOfTemplate> = {
  'create-time': ({ version }) => [new Date(version.created).toISOString()],
  'ebs-optimized': ({ version }) => [version.data.EbsOptimized],
  'http-endpoint': ({ version }) => [version.data.MetadataOptions?.HttpEndpoint],
  'http-tokens': ({ version }) => [version.data.MetadataOptions?.HttpTokens],
  'iam-instance-profile': ({ version: { data } }) => [data.IamInstanceProfile?.Arn, data.IamInstanceProfile?.Name],
  'image-id': ({ version }) => [version.data.ImageId],
  'instance-type': ({ version }) => [version.data.InstanceType],
  'is-default-version': ({ template, version }) => [template.defaultVersion === version.number],
  'kernel-id': ({ version }) => [version.data.KernelId],
  'ram-disk-id': ({ version }) => [version.data.RamDiskId],
}
