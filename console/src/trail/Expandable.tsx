import ExpandableSection from '@cloudscape-design/components/expandable-section'
import { type ReactNode, useState } from 'react'

/** A section whose inside is not made before somebody opens it: policies of AWS have hundreds of lines. */
export function Expandable({
  header,
  open = false,
  children,
}: {
  readonly header: ReactNode
  readonly open?: boolean
  readonly children: ReactNode
}) {
  const [expanded, setExpanded] = useState(open)
  return (
    <ExpandableSection headerText={header} expanded={expanded} onChange={({ detail }) => setExpanded(detail.expanded)}>
      {expanded && children}
    </ExpandableSection>
  )
}
