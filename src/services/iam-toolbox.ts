import type { ServiceTable } from '../aws/operation.ts'
import { type FindCall, GetRequestAuthorizationDetails } from '../trail/GetRequestAuthorizationDetails.ts'

/** Every operation of IAM's access troubleshooter and what answers it. */
export const iamToolboxService = (find: FindCall): ServiceTable<'iam-toolbox'> => ({
  GetRequestAuthorizationDetails: GetRequestAuthorizationDetails(find),
})
