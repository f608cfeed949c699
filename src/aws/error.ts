/** An error that the caller sees: AWS's code and sentence. Status and wire name come from the model or `common-errors.ts`. */
export class AwsError extends Error {
  readonly code: string
  /** Overrides the status of the model. */
  readonly status: number | undefined
  /** Further elements of the error body, such as S3's `BucketName` or a modelled error's members. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Headers of the answer, such as S3's `x-amz-bucket-region` and the ETag of a 304. */
  readonly headers: Readonly<Record<string, string>>
  constructor(
    code: string,
    message: string,
    options: {
      status?: number
      fields?: Record<string, unknown>
      headers?: Record<string, string>
      cause?: unknown
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AwsError'
    this.code = code
    this.status = options.status
    this.fields = options.fields ?? {}
    this.headers = options.headers ?? {}
  }
}
