import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { clientOf } from './client.ts'

export const cloudtrail = clientOf((config) => new CloudTrailClient(config))
