import ExpandableSection from '@cloudscape-design/components/expandable-section'
import { type ReactNode, useState } from 'react'

/** A section whose inside is not made before somebody opens it: policies of AWS have hundreds of lines. */
export function Expandable({
  header,
  open = false,
  label,
  children,
}: {
  readonly header: ReactNode
  readonly open?: boolean
  /** What a screen reader calls it, where the header is more than text. */
  readonly label?: string
  readonly children: ReactNode
}) {
  const [expanded, setExpanded] = useState(open)
  return (
    <ExpandableSection
      headerText={header}
      expanded={expanded}
      onChange={({ detail }) => setExpanded(detail.expanded)}
      {...(label !== undefined && { headerAriaLabel: label })}
    >
      {expanded && children}
    </ExpandableSection>
  )
}
