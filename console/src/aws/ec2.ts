import { EC2Client } from '@aws-sdk/client-ec2'
import { clientOf } from './client.ts'

export const ec2 = clientOf((config) => new EC2Client(config))
