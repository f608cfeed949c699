import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { clientOf } from './client.ts'

export const cloudwatch = clientOf((config) => new CloudWatchClient(config))
