import Box from '@cloudscape-design/components/box'
import { textChanges } from './text-changes.ts'
import './text-changes.css'

const SIGNS = { same: ' ', removed: '-', added: '+' } as const

/** Two texts as one, with the lines that only one of them has. */
export function TextChanges({
  before,
  after,
  label,
}: {
  readonly before: string
  readonly after: string
  readonly label: string
}) {
  if (before === after) return <Box>The texts are the same.</Box>
  return (
    <section aria-label={label}>
      <pre className="policy-text">
        {textChanges(before, after).map(({ kind, text }, index) => (
          // A line is known by its place alone: texts repeat themselves.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn once for each pair of texts.
          <div key={index} className={`line-${kind}`}>
            {SIGNS[kind]} {text}
          </div>
        ))}
      </pre>
    </section>
  )
}
