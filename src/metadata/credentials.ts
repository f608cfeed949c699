import type { InstanceRecord } from '../instances/records.ts'

export type RoleDelivery = '1.0' | '2.0'

/** What the metadata service says about an instance's role right now. Times are milliseconds since 1970. */
export type VendedCredentials =
  | { readonly kind: 'none' }
  /** The associated profile is gone, or another one stands under its name. */
  | { readonly kind: 'profile not found'; readonly lastUpdated: number }
  | { readonly kind: 'no role'; readonly profile: VendedProfile; readonly lastUpdated: number }
  /** The role's trust policy does not let EC2 assume it. */
  | {
      readonly kind: 'unauthorized'
      readonly profile: VendedProfile
      readonly roleName: string
      readonly lastUpdated: number
    }
  | {
      readonly kind: 'credentials'
      readonly profile: VendedProfile
      readonly roleName: string
      readonly accessKeyId: string
      readonly secretAccessKey: string
      readonly token: string
      readonly lastUpdated: number
      readonly expiration: number
    }

export interface VendedProfile {
  readonly arn: string
  readonly id: string
}

/** Credentials of the role aws:ec2-instance, which say which instance it is and permit nothing. Times as above. */
export interface VendedIdentity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly token: string
  readonly lastUpdated: number
  readonly expiration: number
}

/** Answers with the instance's credentials; `roleDelivery` is 2.0 when the request carried a token. */
export interface CredentialVendor {
  credentialsFor(instance: InstanceRecord, roleDelivery: RoleDelivery): VendedCredentials
  identityFor(instance: InstanceRecord, roleDelivery: RoleDelivery): VendedIdentity
}
