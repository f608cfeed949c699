import {
  type DefaultNetwork,
  type DefaultSubnet,
  defaultNetwork,
  privateDnsName,
  subnetOfZone,
} from '../instances/default-network.ts'
import type { InstanceRecord } from '../instances/records.ts'
import type { CredentialVendor, RoleDelivery, VendedCredentials } from './credentials.ts'
import type { IdentitySigner } from './identity-document.ts'

/** One instance as one request sees it. */
export interface MetadataView {
  readonly instance: InstanceRecord
  readonly network: DefaultNetwork
  readonly subnet: DefaultSubnet
  readonly hostname: string
  /** Asked at most once a request. */
  readonly credentials: () => VendedCredentials
  readonly signer: IdentitySigner
}

export function metadataView(
  instance: InstanceRecord,
  vendor: CredentialVendor,
  roleDelivery: RoleDelivery,
  signer: IdentitySigner,
): MetadataView {
  const network = defaultNetwork(instance.account, instance.region)
  let vended: VendedCredentials | undefined
  return {
    instance,
    network,
    subnet: subnetOfZone(network, instance.availabilityZone),
    hostname: privateDnsName(instance.region, instance.privateIp),
    credentials: () => {
      vended ??= vendor.credentialsFor(instance, roleDelivery)
      return vended
    },
    signer,
  }
}
