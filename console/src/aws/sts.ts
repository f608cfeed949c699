import { STSClient } from '@aws-sdk/client-sts'
import { clientOf } from './client.ts'

export const sts = clientOf((config) => new STSClient(config))
