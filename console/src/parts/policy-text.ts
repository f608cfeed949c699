/** The identity policy that a new one is written from: a statement that names nothing yet. */
export const EMPTY_POLICY: string = JSON.stringify(
  { Version: '2012-10-17', Statement: [{ Sid: 'Statement1', Effect: 'Allow', Action: [], Resource: [] }] },
  undefined,
  2,
)

/** A policy document as IAM answers it, percent-encoded JSON, in lines that can be read. */
export function shownPolicy(document: string | undefined): string {
  if (document === undefined) return ''
  const text = document.startsWith('%') ? decodeURIComponent(document) : document
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    // AWS keeps documents as they were written; what does not parse is shown as it is.
    return text
  }
}
