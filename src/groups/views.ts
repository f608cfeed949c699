import { type Group, groupSubject } from './records.ts'

export const groupView = (group: Group) => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: groupSubject.arn(group),
  CreateDate: new Date(group.created),
})
