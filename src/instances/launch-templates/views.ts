import type {
  RequestLaunchTemplateData,
  ResponseLaunchTemplateData,
  LaunchTemplate as ShownTemplate,
  LaunchTemplateVersion as ShownVersion,
} from '../../aws/generated/ec2.ts'
import { tagList } from '../tags.ts'
import type { LaunchTemplate, LaunchTemplateVersion } from './records.ts'

export const describeTemplate = (template: LaunchTemplate): ShownTemplate => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  CreateTime: new Date(template.created),
  CreatedBy: template.createdBy,
  DefaultVersionNumber: template.defaultVersion,
  LatestVersionNumber: template.latestVersion,
  ...(Object.keys(template.tags).length > 0 ? { Tags: tagList(template.tags) } : {}),
})

export const describeVersion = (template: LaunchTemplate, version: LaunchTemplateVersion): ShownVersion => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  VersionNumber: version.number,
  ...(version.description === undefined ? {} : { VersionDescription: version.description }),
  CreateTime: new Date(version.created),
  CreatedBy: version.createdBy,
  DefaultVersion: version.number === template.defaultVersion,
  LaunchTemplateData: answered(version.data),
})

/** Requests and answers have the same members; a time that was stored is a time again. */
function answered(data: RequestLaunchTemplateData): ResponseLaunchTemplateData {
  const { InstanceMarketOptions: market, ...others } = data
  const until = market?.SpotOptions?.ValidUntil
  return {
    ...others,
    ...(market ? { InstanceMarketOptions: market } : {}),
    ...(until
      ? { InstanceMarketOptions: { ...market, SpotOptions: { ...market?.SpotOptions, ValidUntil: new Date(until) } } }
      : {}),
  }
}
