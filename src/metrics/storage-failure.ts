import type { Fail } from '../aws/operation.ts'
import { BulkError } from '../bulk/bulk-error.ts'

/** Waits for the metric log and answers its failures in AWS's words, keeping to itself what the disk said. */
export async function fromMetricLog<T>(work: Promise<T>, fail: Fail<'ServiceUnavailable'>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof BulkError)) throw error
    const why = error.reason === 'full' ? 'There is no room left to store metrics.' : 'The metric storage failed.'
    return fail('ServiceUnavailable', why)
  }
}
