import type { InstanceProfile } from '../instance-profiles/records.ts'
import type { Role } from '../roles/records.ts'
import type { InstanceRecord } from './records.ts'

/** Records for the tests of instances, metadata and hosts. */
export const ACCOUNT = '123456789012'
export const REGION = 'us-east-1'
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)

export const appRole: Role = {
  account: ACCOUNT,
  id: 'AROAAAAAAAAAAAAAAAAAA',
  name: 'app',
  path: '/service/',
  created: NOW,
  tags: {},
  inlinePolicies: {},
  attachedPolicies: [],
  trustPolicy: '{}',
  maxSessionDuration: 3600,
}

export const appProfile: InstanceProfile = {
  account: ACCOUNT,
  id: 'AIPAAAAAAAAAAAAAAAAAA',
  name: 'app-profile',
  path: '/',
  created: NOW,
  tags: {},
  roleId: appRole.id,
}

/** A running instance that carries `appProfile`; `more` replaces fields. */
export const instanceRecord = (more: Partial<InstanceRecord> = {}): InstanceRecord => ({
  id: 'i-0123456789abcdef0',
  account: ACCOUNT,
  region: REGION,
  availabilityZone: `${REGION}a`,
  state: 'running',
  stateSince: NOW,
  type: 't3.micro',
  imageId: 'ami-0abcdef1234567890',
  reservationId: 'r-0123456789abcdef0',
  launchIndex: 0,
  launchTime: NOW,
  bootEpoch: 1,
  clientToken: undefined,
  clientRequest: undefined,
  privateIp: '172.31.5.9',
  mac: '02:11:22:33:44:55',
  networkInterfaceId: 'eni-0123456789abcdef0',
  attachmentId: 'eni-attach-0123456789abcdef0',
  networkInterfaceTags: {},
  userData: undefined,
  monitoring: false,
  ebsOptimized: false,
  disableApiTermination: false,
  disableApiStop: false,
  shutdownBehavior: 'stop',
  sourceDestCheck: true,
  cpuCredits: 'unlimited',
  volumes: [
    {
      id: 'vol-0123456789abcdef0',
      device: '/dev/xvda',
      size: 8,
      type: 'gp3',
      iops: undefined,
      throughput: undefined,
      encrypted: false,
      deleteOnTermination: true,
      tags: {},
    },
  ],
  tags: {},
  metadataOptions: {
    httpTokens: 'required',
    httpPutResponseHopLimit: 2,
    httpEndpoint: 'enabled',
    httpProtocolIpv6: 'disabled',
    instanceMetadataTags: 'disabled',
  },
  association: {
    id: 'iip-assoc-0123456789abcdef0',
    profileName: appProfile.name,
    profileArn: `arn:aws:iam::${ACCOUNT}:instance-profile/app-profile`,
    profileId: appProfile.id,
    since: NOW,
  },
  ...more,
})
