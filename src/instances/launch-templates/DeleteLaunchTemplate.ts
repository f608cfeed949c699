import { operation } from '../../aws/operation.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { placeOf } from '../records.ts'
import { requireTemplate, templateCheck } from './find-templates.ts'
import { forgetVersions, launchTemplates } from './records.ts'
import { describeTemplate } from './views.ts'

/** With all of its versions. */
export const DeleteLaunchTemplate = operation('ec2', 'DeleteLaunchTemplate', {
  authorization: { kind: 'permissions', check: (call) => [templateCheck('ec2:DeleteLaunchTemplate', call)] },
  handle(call) {
    const { input, tx, fail } = call
    const place = placeOf(call)
    const template = requireTemplate(tx, place, input, fail)
    stopDryRun(input.DryRun)
    tx.delete(launchTemplates, template)
    forgetVersions(tx, place)
    return { LaunchTemplate: describeTemplate(template) }
  },
})
