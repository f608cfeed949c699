import { operation } from '../../aws/operation.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { createTagsChecks } from '../instance-check.ts'
import { ec2Arn, placeOf } from '../records.ts'
import { readTagSpecifications } from '../tags.ts'
import { clientRequest, findTemplate, isRepeated } from './find-templates.ts'
import { forgetVersions, launchTemplates, launchTemplateVersions, listTemplates } from './records.ts'
import { requireTemplateUserData } from './template-data.ts'
import { describeTemplate } from './views.ts'

/** A template with its first version, which is the default. What it names need not exist yet: a launch asks for that. */
export const CreateLaunchTemplate = operation('ec2', 'CreateLaunchTemplate', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const { input, region, fail } = call
      const place = placeOf(call)
      const tags = readTagSpecifications(input.TagSpecifications, ['launch-template'], fail)
      return [
        {
          action: 'ec2:CreateLaunchTemplate',
          resource: ec2Arn(place, 'launch-template', '*'),
          context: { 'ec2:Region': region },
          requestTags: tags['launch-template'],
        },
        ...createTagsChecks('CreateLaunchTemplate', place, tags),
      ]
    },
  },
  handle(call) {
    const { input, caller, now, ids, tx, fail } = call
    const place = placeOf(call)
    const request = clientRequest(input)
    const repeated = listTemplates(tx, place).find((template) => isRepeated(template, request, fail))
    if (repeated) {
      stopDryRun(input.DryRun)
      return { LaunchTemplate: describeTemplate(repeated) }
    }
    const { LaunchTemplateName: name, LaunchTemplateData: data } = input
    if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name)) {
      fail(
        'InvalidLaunchTemplateName.MalformedException',
        'A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.',
      )
    }
    if (findTemplate(tx, place, input)) {
      fail('InvalidLaunchTemplateName.AlreadyExistsException', 'Launch template name already in use.')
    }
    requireTemplateUserData(data, fail)
    const tags = readTagSpecifications(input.TagSpecifications, ['launch-template'], fail)['launch-template'] ?? {}
    stopDryRun(input.DryRun)
    forgetVersions(tx, place)
    const made = { ...place, created: now, createdBy: caller.arn, request }
    const id = `lt-${ids.hex(17)}`
    const template = { ...made, id, name, defaultVersion: 1, latestVersion: 1, lastNumber: 1, tags }
    tx.put(launchTemplates, template)
    tx.put(launchTemplateVersions, { ...made, templateId: id, number: 1, description: input.VersionDescription, data })
    return { LaunchTemplate: describeTemplate(template) }
  },
})
