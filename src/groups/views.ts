import { shownDate } from '../iam/dates.ts'
import { type Group, groupSubject } from './records.ts'

export const groupView = (group: Group) => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: groupSubject.arn(group),
  CreateDate: shownDate(group.created),
})
