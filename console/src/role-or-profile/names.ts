/** Everything that the lesson makes begins so, and is deleted again by these names alone. */
export const PREFIX = 'rolecall-lesson-'
export const USER = `${PREFIX}user`
export const ASSUMED_ROLE = `${PREFIX}assumed`
export const PROFILE_ROLE = `${PREFIX}instance-role`
export const PROFILE = `${PREFIX}profile`
export const INSTANCE = `${PREFIX}instance`
export const POLICY = 'list-buckets'
export const SESSION = `${PREFIX}session`
