import { notYet, type ServiceTable } from '../aws/operation.ts'

/** Every operation of IAM's access troubleshooter and what answers it. */
export const iamToolboxService = {
  GetRequestAuthorizationDetails: notYet,
} satisfies ServiceTable<'iam-toolbox'>
