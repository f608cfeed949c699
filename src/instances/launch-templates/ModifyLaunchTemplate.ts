import { operation } from '../../aws/operation.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { placeOf } from '../records.ts'
import { findVersion, requireTemplate, templateCheck } from './find-templates.ts'
import { launchTemplates } from './records.ts'
import { describeTemplate } from './views.ts'

/** Says which version is the default. */
export const ModifyLaunchTemplate = operation('ec2', 'ModifyLaunchTemplate', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const { DefaultVersion } = call.input
      const asked =
        DefaultVersion === undefined
          ? {}
          : { 'ec2:Attribute': 'DefaultVersion', 'ec2:Attribute/DefaultVersion': DefaultVersion }
      return [templateCheck('ec2:ModifyLaunchTemplate', call, asked)]
    },
  },
  handle(call) {
    const { input, tx, fail } = call
    const template = requireTemplate(tx, placeOf(call), input, fail)
    const { DefaultVersion } = input
    if (DefaultVersion === undefined) {
      return fail('MissingParameter', 'The request must contain the parameter DefaultVersion')
    }
    const version = findVersion(tx, template, DefaultVersion)
    if (!version) {
      return fail(
        'InvalidLaunchTemplateId.VersionNotFound',
        `The launch template version ${DefaultVersion} is not found for the specified launch template.`,
      )
    }
    stopDryRun(input.DryRun)
    const changed = { ...template, defaultVersion: version.number }
    tx.put(launchTemplates, changed)
    return { LaunchTemplate: describeTemplate(changed) }
  },
})
