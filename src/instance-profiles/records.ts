import { type Entity, entityTable, type Tagged } from '../iam/entity.ts'
import { namedSubject } from '../iam/subject.ts'

export interface InstanceProfile extends Entity, Tagged {
  /** The unique id of its role. One at most; a role cannot be deleted while a profile holds it. */
  readonly roleId?: string | undefined
}

/** Look-up: `role` by the role's unique id. */
export const instanceProfiles = entityTable<InstanceProfile>('instance-profiles', {
  role: (profile) => (profile.roleId === undefined ? [] : [profile.roleId]),
})

export const instanceProfileSubject = namedSubject<InstanceProfile, 'InstanceProfileName'>({
  table: instanceProfiles,
  word: 'InstanceProfile',
  member: 'InstanceProfileName',
  type: 'instance-profile',
  notFound: (name) => `Instance Profile ${name} cannot be found.`,
})
