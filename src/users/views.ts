import { shownDate } from '../iam/dates.ts'
import { boundaryIfAny } from '../iam/permissions-boundaries.ts'
import { tagsIfAny } from '../iam/tags.ts'
import { type User, userSubject } from './records.ts'

/** What every answer that holds a user shows of it. */
export const userView = (user: User) => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: userSubject.arn(user),
  CreateDate: shownDate(user.created),
})

/** A user in ListUsers. */
export const listedUserView = (user: User) => ({
  ...userView(user),
  ...(user.passwordLastUsed !== undefined && { PasswordLastUsed: shownDate(user.passwordLastUsed) }),
})

/** A user in GetUser. */
export const fullUserView = (user: User) => ({
  ...listedUserView(user),
  ...boundaryIfAny(user.permissionsBoundary),
  ...tagsIfAny(user.tags),
})
