import { notYet, type ServiceTable } from '../aws/operation.ts'
import { type LookedUpTrail, LookupEvents } from '../trail/LookupEvents.ts'
import type { PrincipalArn } from '../trail/named-principals.ts'
import type { Sealer } from '../trail/sealer.ts'

/** The operations of CloudTrail that tools ask about trails, and what answers them. */
export const cloudtrailService = (
  trail: LookedUpTrail,
  principalArn: PrincipalArn,
  sealer: Sealer,
): ServiceTable<'cloudtrail'> => ({
  DescribeTrails: notYet,
  GetEventSelectors: notYet,
  GetInsightSelectors: notYet,
  GetTrail: notYet,
  GetTrailStatus: notYet,
  ListPublicKeys: notYet,
  ListTags: notYet,
  ListTrails: notYet,
  LookupEvents: LookupEvents(trail, principalArn, sealer),
})
