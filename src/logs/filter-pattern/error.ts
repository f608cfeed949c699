/** A filter pattern that cannot be read; the message is what the caller of the API sees. */
export class FilterPatternError extends Error {
  constructor(message = 'Invalid filter pattern') {
    super(message)
    this.name = 'FilterPatternError'
  }
}
