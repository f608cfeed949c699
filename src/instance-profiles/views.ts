import { shownDate } from '../iam/dates.ts'
import { entityWithId } from '../iam/entity.ts'
import { type Role, roles } from '../roles/records.ts'
import { roleView } from '../roles/views.ts'
import type { State } from '../state/table.ts'
import { type InstanceProfile, instanceProfileSubject } from './records.ts'

/** The role that the profile carries, if it holds one. */
export const roleOfProfile = (state: State, profile: InstanceProfile): Role | undefined =>
  profile.roleId === undefined ? undefined : entityWithId(state, roles, profile.roleId)

/** What every answer that holds an instance profile shows of it; lists show no more. */
export function instanceProfileView(state: State, profile: InstanceProfile) {
  const role = roleOfProfile(state, profile)
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: instanceProfileSubject.arn(profile),
    CreateDate: shownDate(profile.created),
    Roles: role ? [roleView(state, role)] : [],
  }
}
