import { type ProfileReference, profileWithId } from '../instances/profile-reference.ts'
import type { InstanceRecord } from '../instances/records.ts'
import { type Role, roleSubject } from '../roles/records.ts'
import type { State } from '../state/table.ts'
import type { CredentialVendor, RoleDelivery, VendedCredentials } from './credentials.ts'

/** What `sessions/` does for the metadata service. */
export interface InstanceSessions {
  /** Whether the role's trust policy lets ec2.amazonaws.com assume it for this instance. */
  mayAssume(request: { readonly instance: InstanceRecord; readonly role: Role; readonly now: number }): boolean
  /** Makes a session named after the instance. Times are milliseconds since 1970. */
  mint(request: {
    readonly instance: InstanceRecord
    readonly role: Role
    readonly roleArn: string
    readonly roleDelivery: RoleDelivery
    readonly issuedAt: number
    readonly expiresAt: number
  }): { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string }
}

export interface CredentialVendorOptions {
  readonly state: State
  readonly sessions: InstanceSessions
  readonly now: () => number
  /**
   * When a changed profile, role or trust policy shows: `at once`, or `at rotation` as in AWS, where the role that was
   * taken out of a profile stays until the next rotation or a new association.
   */
  readonly propagation?: 'at once' | 'at rotation'
}

const HOUR = 60 * 60 * 1000
/** AWS hands out about six hours; 6 h 34 min has been recorded. */
const VALIDITY_MS = 6 * HOUR + 34 * 60 * 1000
/** Both sets are valid in the time between. AWS promises the next set five minutes before the end. */
const ROTATION_MS = 5 * HOUR
const CACHE_LIMIT = 20_000

interface Cached {
  readonly vended: VendedCredentials & { readonly kind: 'credentials' }
  readonly roleId: string
}

/** Vends sessions of instance roles, each for about six hours, another one well before its end. */
export function credentialVendor(options: CredentialVendorOptions): CredentialVendor {
  const { state, sessions, now, propagation = 'at once' } = options
  const cache = new Map<string, Cached>()

  function credentialsFor(instance: InstanceRecord, roleDelivery: RoleDelivery): VendedCredentials {
    const { association } = instance
    if (!association) return { kind: 'none' }
    const at = now()
    // A new association or boot begins a new set, which is how a swapped role is made visible in AWS.
    const key = `${instance.id}/${instance.bootEpoch}/${association.id}/${roleDelivery}`
    const cached = cache.get(key)
    const fresh = cached && at - cached.vended.lastUpdated < ROTATION_MS ? cached : undefined
    if (fresh && propagation === 'at rotation') return fresh.vended

    const profile = profileWithId(state, association.profileId)
    if (!profile) return { kind: 'profile not found', lastUpdated: at }
    const shown = { arn: association.profileArn, id: profile.id }
    const { role } = profile
    if (!role) return { kind: 'no role', profile: shown, lastUpdated: at }
    if (!sessions.mayAssume({ instance, role, now: at })) {
      return { kind: 'unauthorized', profile: shown, roleName: role.name, lastUpdated: at }
    }
    if (fresh?.roleId === role.id) return fresh.vended
    const vended = mint(instance, profile, role, roleDelivery, at)
    remember(cache, key, { vended, roleId: role.id })
    return vended
  }

  function mint(
    instance: InstanceRecord,
    profile: ProfileReference,
    role: Role,
    roleDelivery: RoleDelivery,
    issuedAt: number,
  ): Cached['vended'] {
    const expiresAt = issuedAt + VALIDITY_MS
    const session = sessions.mint({ instance, role, roleArn: roleSubject.arn(role), roleDelivery, issuedAt, expiresAt })
    return {
      kind: 'credentials',
      profile: { arn: profile.arn, id: profile.id },
      roleName: role.name,
      accessKeyId: session.accessKeyId,
      secretAccessKey: session.secretAccessKey,
      token: session.sessionToken,
      lastUpdated: issuedAt,
      expiration: expiresAt,
    }
  }

  return { credentialsFor }
}

/** Bounded: the set that was not asked for the longest goes first, and is simply minted again. */
function remember(cache: Map<string, Cached>, key: string, entry: Cached): void {
  cache.delete(key)
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value ?? '')
  cache.set(key, entry)
}
