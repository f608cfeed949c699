/**
 * `full`: no room on the disk (or below `maxBytes`); nothing of the call is stored. `locked`: another process has the file.
 * `invalid`: the file is not one of ours or comes from another version. `unavailable`: anything else; the cause says what.
 */
export type BulkErrorReason = 'full' | 'locked' | 'invalid' | 'unavailable'

/** The only error that leaves a bulk engine; the driver's own error is its `cause`. */
export class BulkError extends Error {
  readonly reason: BulkErrorReason
  constructor(reason: BulkErrorReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BulkError'
    this.reason = reason
  }
}
