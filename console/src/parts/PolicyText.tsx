import { shownPolicy } from './policy-text.ts'

/** A policy document to read. */
export const PolicyText = ({ document, label }: { readonly document: string | undefined; readonly label: string }) => (
  <section aria-label={label}>
    <pre className="policy-text">{shownPolicy(document)}</pre>
  </section>
)
