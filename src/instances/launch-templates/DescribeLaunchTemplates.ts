import { operation } from '../../aws/operation.ts'
import { requireIdForm, stopDryRun } from '../ec2-errors.ts'
import { type FilterFields, filtered, page } from '../filters.ts'
import { describeCheck } from '../instance-check.ts'
import { placeOf } from '../records.ts'
import { failNoTemplate } from './find-templates.ts'
import { type LaunchTemplate, listTemplates } from './records.ts'
import { describeTemplate } from './views.ts'

export const DescribeLaunchTemplates = operation('ec2', 'DescribeLaunchTemplates', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeLaunchTemplates', call)] },
  read(call) {
    const { input, state, fail } = call
    const { LaunchTemplateIds: ids = [], LaunchTemplateNames: names = [] } = input
    requireIdForm(ids, 'lt', 'InvalidLaunchTemplateId.Malformed', fail)
    const all = listTemplates(state, placeOf(call))
    for (const id of ids) {
      if (!all.some((template) => template.id === id)) failNoTemplate({ LaunchTemplateId: id }, fail)
    }
    for (const name of names) {
      if (!all.some((template) => template.name === name)) {
        fail(
          'InvalidLaunchTemplateName.NotFoundException',
          'At least one of the launch templates specified in the request does not exist.',
        )
      }
    }
    const asked = all.filter(
      ({ id, name }) => (ids.length === 0 && names.length === 0) || ids.includes(id) || names.includes(name),
    )
    const matching = filtered(asked, input.Filters, FILTERS, fail, ({ tags }) => tags)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ id }) => id, input, fail, 1)
    return { LaunchTemplates: items.map(describeTemplate), NextToken: next }
  },
})

const FILTERS: FilterFields<LaunchTemplate> = {
  'create-time': ({ created }) => [new Date(created).toISOString()],
  'launch-template-name': ({ name }) => [name],
}
