import { IAMClient } from '@aws-sdk/client-iam'
import { clientOf } from './client.ts'

export const iam = clientOf((config) => new IAMClient(config), 'us-east-1')
