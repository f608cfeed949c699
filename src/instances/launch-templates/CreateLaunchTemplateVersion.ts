import { operation } from '../../aws/operation.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { placeOf } from '../records.ts'
import { clientRequest, findVersion, isRepeated, requireTemplate, templateCheck } from './find-templates.ts'
import { mergedData } from './merge.ts'
import { forgetVersions, launchTemplates, launchTemplateVersions, versionsOf } from './records.ts'
import { requireTemplateUserData } from './template-data.ts'
import { describeVersion } from './views.ts'

/** The next version; with a source it says what the source says, but for what the request names. */
export const CreateLaunchTemplateVersion = operation('ec2', 'CreateLaunchTemplateVersion', {
  authorization: { kind: 'permissions', check: (call) => [templateCheck('ec2:CreateLaunchTemplateVersion', call)] },
  handle(call) {
    const { input, caller, now, tx, fail } = call
    const place = placeOf(call)
    const template = requireTemplate(tx, place, input, fail)
    const request = clientRequest(input)
    const repeated = versionsOf(tx, template).find((version) => isRepeated(version, request, fail))
    if (repeated) {
      stopDryRun(input.DryRun)
      return { LaunchTemplateVersion: describeVersion(template, repeated) }
    }
    const source =
      input.SourceVersion === undefined
        ? undefined
        : (findVersion(tx, template, input.SourceVersion) ??
          fail('InvalidLaunchTemplateId.VersionNotFound', 'Launch template version does not exist.'))
    requireTemplateUserData(input.LaunchTemplateData, fail)
    stopDryRun(input.DryRun)
    forgetVersions(tx, place)
    const number = template.lastNumber + 1
    const version = {
      ...place,
      templateId: template.id,
      number,
      description: input.VersionDescription,
      created: now,
      createdBy: caller.arn,
      data: source ? mergedData(source.data, input.LaunchTemplateData) : input.LaunchTemplateData,
      request,
    }
    const changed = { ...template, latestVersion: number, lastNumber: number }
    tx.put(launchTemplates, changed)
    tx.put(launchTemplateVersions, version)
    return { LaunchTemplateVersion: describeVersion(changed, version) }
  },
})
