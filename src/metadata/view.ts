import {
  type DefaultNetwork,
  type DefaultSubnet,
  defaultNetwork,
  privateDnsName,
  subnetOfZone,
} from '../instances/default-network.ts'
import type { InstanceRecord } from '../instances/records.ts'
import type { CredentialVendor, RoleDelivery, VendedCredentials, VendedIdentity } from './credentials.ts'
import type { IdentitySigner } from './identity-document.ts'

/** One instance as one request sees it. */
export interface MetadataView {
  /** The version that the path begins with: `2021-03-23`, `latest`. */
  readonly version: string
  readonly instance: InstanceRecord
  readonly network: DefaultNetwork
  readonly subnet: DefaultSubnet
  readonly hostname: string
  /** Asked at most once a request. */
  readonly credentials: () => VendedCredentials
  readonly identity: () => VendedIdentity
  readonly signer: IdentitySigner
}

export function metadataView(
  version: string,
  instance: InstanceRecord,
  vendor: CredentialVendor,
  roleDelivery: RoleDelivery,
  signer: IdentitySigner,
): MetadataView {
  const network = defaultNetwork(instance.account, instance.region)
  let vended: VendedCredentials | undefined
  return {
    version,
    instance,
    network,
    subnet: subnetOfZone(network, instance.availabilityZone),
    hostname: privateDnsName(instance.region, instance.privateIp),
    credentials: () => {
      vended ??= vendor.credentialsFor(instance, roleDelivery)
      return vended
    },
    identity: () => vendor.identityFor(instance, roleDelivery),
    signer,
  }
}
