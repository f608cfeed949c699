import { architectureOf } from '../instances/instance-types.ts'
import type { InstanceRecord } from '../instances/records.ts'
import { document, seconds } from './iam-tree.ts'

/** Signs identity documents with a key of this server's own. */
export interface IdentitySigner {
  /** Base64 in lines: RSA-SHA256 over the exact bytes of the document. */
  signature(document: string): string
  /** Base64 in lines, without the lines that PEM puts around it: a SignedData of CMS that holds the document. */
  signedData(document: string): string
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html */
export const identityDocument = (instance: InstanceRecord): string =>
  document({
    accountId: instance.account,
    architecture: architectureOf(instance.type),
    availabilityZone: instance.availabilityZone,
    billingProducts: null,
    devpayProductCodes: null,
    marketplaceProductCodes: null,
    imageId: instance.imageId,
    instanceId: instance.id,
    instanceType: instance.type,
    kernelId: null,
    pendingTime: seconds(instance.launchTime),
    privateIp: instance.privateIp,
    ramdiskId: null,
    region: instance.region,
    version: '2017-09-30',
  })
