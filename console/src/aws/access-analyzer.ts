import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer'
import { clientOf } from './client.ts'

export const accessAnalyzer = clientOf((config) => new AccessAnalyzerClient(config))
