import { type ProfileReference, profileWithId } from '../instances/profile-reference.ts'
import type { InstanceRecord } from '../instances/records.ts'
import { type Role, roleSubject } from '../roles/records.ts'
import type { State } from '../state/table.ts'
import type { CredentialVendor, RoleDelivery, VendedCredentials, VendedIdentity } from './credentials.ts'

/** What `sessions/` does for the metadata service. Times are milliseconds since 1970. */
export interface InstanceSessions {
  /** Whether the role's trust policy lets ec2.amazonaws.com assume it for this instance. */
  mayAssume(request: { readonly instance: InstanceRecord; readonly role: Role; readonly now: number }): boolean
  /** Makes a session of the role, named after the instance. */
  mint(request: SessionRequest & { readonly role: Role; readonly roleArn: string }): MintedSession
  /** Makes a session of the role aws:ec2-instance. */
  mintIdentity(request: SessionRequest): MintedSession
}

interface SessionRequest {
  readonly instance: InstanceRecord
  readonly roleDelivery: RoleDelivery
  readonly issuedAt: number
  readonly expiresAt: number
}

interface MintedSession {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/**
 * When a changed profile, role or trust policy reaches instances. `aws`: as AWS documents it. The role that was taken out
 * of a profile stays until the credentials rotate; where there were none, EC2 looks again within the hour. Another
 * association or boot shows it at once.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html
 */
export type Propagation = 'instant' | 'aws'

export interface CredentialVendorOptions {
  readonly state: State
  readonly sessions: InstanceSessions
  readonly now: () => number
  readonly propagation?: Propagation
}

const HOUR = 60 * 60 * 1000
/** AWS hands out about six hours; 6 h 34 min has been recorded. */
const VALIDITY_MS = 6 * HOUR + 34 * 60 * 1000
/** Both sets are valid in the time between. AWS promises the next set five minutes before the end. */
const ROTATION_MS = 5 * HOUR
/** How long a refusal stands with the propagation of AWS. */
const REFUSAL_MS = HOUR

type Vended = Exclude<VendedCredentials, { readonly kind: 'none' }>

interface Cached {
  readonly vended: Vended
  readonly roleId: string | undefined
}

/** Vends sessions of instance roles, each for about six hours, another one well before its end. */
export function credentialVendor(options: CredentialVendorOptions): CredentialVendor {
  const { state, sessions, now, propagation = 'instant' } = options
  const cache = new BoundedCache<Cached>()
  const identities = new BoundedCache<VendedIdentity>()

  function credentialsFor(instance: InstanceRecord, roleDelivery: RoleDelivery): VendedCredentials {
    const { association } = instance
    if (!association) return { kind: 'none' }
    const at = now()
    // A new association or boot begins a new set, which is how a swapped role is made visible in AWS.
    const key = `${instance.id}/${instance.bootEpoch}/${association.id}/${roleDelivery}`
    const cached = cache.get(key)
    const fresh = cached && at - cached.vended.lastUpdated < lifeOf(cached.vended) ? cached : undefined
    if (fresh && propagation === 'aws') return fresh.vended

    const found = look(instance, association, at)
    if (found.kind !== 'role') {
      if (propagation === 'aws') cache.set(key, { vended: found, roleId: undefined })
      return found
    }
    const { role, profile } = found
    if (fresh?.roleId === role.id) return fresh.vended
    const vended = mint(instance, profile, role, roleDelivery, at)
    cache.set(key, { vended, roleId: role.id })
    return vended
  }

  /** The role that EC2 may take for the instance now, or what is in the way. */
  function look(
    instance: InstanceRecord,
    association: NonNullable<InstanceRecord['association']>,
    at: number,
  ): Exclude<Vended, { kind: 'credentials' }> | { kind: 'role'; role: Role; profile: ProfileReference } {
    const profile = profileWithId(state, association.profileId)
    if (!profile) return { kind: 'profile not found', lastUpdated: at }
    const shown = { arn: association.profileArn, id: profile.id }
    const { role } = profile
    if (!role) return { kind: 'no role', profile: shown, lastUpdated: at }
    return sessions.mayAssume({ instance, role, now: at })
      ? { kind: 'role', role, profile }
      : { kind: 'unauthorized', profile: shown, roleName: role.name, lastUpdated: at }
  }

  function mint(
    instance: InstanceRecord,
    profile: ProfileReference,
    role: Role,
    roleDelivery: RoleDelivery,
    issuedAt: number,
  ): Vended {
    const expiresAt = issuedAt + VALIDITY_MS
    const session = sessions.mint({ instance, role, roleArn: roleSubject.arn(role), roleDelivery, issuedAt, expiresAt })
    return {
      kind: 'credentials',
      profile: { arn: profile.arn, id: profile.id },
      roleName: role.name,
      ...shownSession(session, issuedAt, expiresAt),
    }
  }

  function identityFor(instance: InstanceRecord, roleDelivery: RoleDelivery): VendedIdentity {
    const issuedAt = now()
    const key = `${instance.id}/${instance.bootEpoch}/${roleDelivery}`
    const cached = identities.get(key)
    if (cached && issuedAt - cached.lastUpdated < ROTATION_MS) return cached
    const expiresAt = issuedAt + VALIDITY_MS
    const session = sessions.mintIdentity({ instance, roleDelivery, issuedAt, expiresAt })
    const vended = shownSession(session, issuedAt, expiresAt)
    identities.set(key, vended)
    return vended
  }

  return { credentialsFor, identityFor }
}

const lifeOf = ({ kind }: Vended): number => (kind === 'credentials' ? ROTATION_MS : REFUSAL_MS)

const shownSession = (session: MintedSession, lastUpdated: number, expiration: number): VendedIdentity => ({
  accessKeyId: session.accessKeyId,
  secretAccessKey: session.secretAccessKey,
  token: session.sessionToken,
  lastUpdated,
  expiration,
})

const CACHE_LIMIT = 20_000

/** The set that was made the longest ago goes first, and is simply minted again. */
class BoundedCache<T> {
  readonly #entries = new Map<string, T>()

  get(key: string): T | undefined {
    return this.#entries.get(key)
  }

  set(key: string, entry: T): void {
    this.#entries.delete(key)
    if (this.#entries.size >= CACHE_LIMIT) this.#entries.delete(this.#entries.keys().next().value ?? '')
    this.#entries.set(key, entry)
  }
}
