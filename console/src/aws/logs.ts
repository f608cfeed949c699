import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { clientOf } from './client.ts'

export const logs = clientOf((config) => new CloudWatchLogsClient(config))
