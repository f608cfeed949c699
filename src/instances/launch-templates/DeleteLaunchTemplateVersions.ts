import { operation } from '../../aws/operation.ts'
import { inRegion } from '../../state/table.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { placeOf } from '../records.ts'
import { requireTemplate, templateCheck } from './find-templates.ts'
import { launchTemplates, launchTemplateVersions, MAX_DELETED_VERSIONS, versionKey, versionsOf } from './records.ts'

/** Versions that do not exist are told one by one; the default version cannot be deleted. */
export const DeleteLaunchTemplateVersions = operation('ec2', 'DeleteLaunchTemplateVersions', {
  authorization: { kind: 'permissions', check: (call) => [templateCheck('ec2:DeleteLaunchTemplateVersions', call)] },
  handle(call) {
    const { input, tx, fail } = call
    const place = placeOf(call)
    const template = requireTemplate(tx, place, input, fail)
    const asked = [...new Set(input.Versions)]
    if (asked.length > MAX_DELETED_VERSIONS) {
      fail('InvalidParameterValue', `A request may delete at most ${MAX_DELETED_VERSIONS} launch template versions.`)
    }
    const wrong = asked.find((version) => !/^[1-9]\d{0,9}$/.test(version))
    if (wrong !== undefined) fail('InvalidParameterValue', `Invalid launch template version: ${wrong}`)
    const numbers = asked.map(Number)
    if (numbers.includes(template.defaultVersion)) {
      fail(
        'InvalidParameterValue',
        'The default version cannot be deleted. Either specify another version as default or delete the launch template.',
      )
    }
    stopDryRun(input.DryRun)
    const partition = inRegion(place.account, place.region)
    const found = numbers.flatMap(
      (number) => tx.get(launchTemplateVersions, partition, versionKey(template.id, number)) ?? [],
    )
    for (const version of found) tx.delete(launchTemplateVersions, version)
    // The default version is always left.
    const latestVersion = versionsOf(tx, template)[0]?.number ?? template.defaultVersion
    tx.put(launchTemplates, { ...template, latestVersion })
    const named = { LaunchTemplateId: template.id, LaunchTemplateName: template.name }
    const deleted = new Set(found.map(({ number }) => number))
    return {
      SuccessfullyDeletedLaunchTemplateVersions: found.map(({ number }) => ({ ...named, VersionNumber: number })),
      UnsuccessfullyDeletedLaunchTemplateVersions: numbers
        .filter((number) => !deleted.has(number))
        .map((number) => ({
          ...named,
          VersionNumber: number,
          ResponseError: {
            Code: 'launchTemplateVersionDoesNotExist',
            Message: 'The launch template version does not exist.',
          },
        })),
    }
  },
})
