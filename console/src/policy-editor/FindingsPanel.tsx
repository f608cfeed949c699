import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Tabs from '@cloudscape-design/components/tabs'
import { useState } from 'react'
import { type FindingType, positionAt } from 'rolecall/policy'
import type { PolicyFinding } from './findings.ts'
import type { Findings } from './use-findings.ts'

/** In the order and the words of IAM's editor. */
const KINDS: readonly { readonly type: FindingType; readonly label: string; readonly none: string }[] = [
  { type: 'SECURITY_WARNING', label: 'Security', none: 'No security warnings.' },
  { type: 'ERROR', label: 'Errors', none: 'No errors.' },
  { type: 'WARNING', label: 'Warnings', none: 'No warnings.' },
  { type: 'SUGGESTION', label: 'Suggestions', none: 'No suggestions.' },
]

/** What was found in a policy, by how grave it is; each place can be gone to. */
export function FindingsPanel({
  text,
  findings: { findings, withoutServer, checking },
  jump,
}: {
  readonly text: string
  readonly findings: Findings
  readonly jump: (place: PolicyFinding['places'][number]) => void
}) {
  const [chosen, setChosen] = useState<string>()
  const ofType = (type: FindingType) => findings.filter((finding) => finding.type === type)
  const first = KINDS.find(({ type }) => ofType(type).length > 0)
  return (
    <>
      <Tabs
        ariaLabel="Findings"
        i18nStrings={{ scrollLeftAriaLabel: 'Earlier findings', scrollRightAriaLabel: 'Further findings' }}
        activeTabId={chosen ?? first?.type ?? 'SECURITY_WARNING'}
        onChange={({ detail }) => setChosen(detail.activeTabId)}
        tabs={KINDS.map(({ type, label, none }) => ({
          id: type,
          label: `${label}: ${ofType(type).length}`,
          content: (
            <div className="policy-findings" aria-busy={checking}>
              {ofType(type).length === 0 ? (
                <Box color="text-body-secondary">{checking ? 'Checking.' : none}</Box>
              ) : (
                <ul>
                  {ofType(type).map((finding, index) => (
                    // Two findings can have the same words; nothing else tells them apart.
                    // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn anew as a whole.
                    <li key={index}>
                      <Place text={text} finding={finding} jump={jump} /> {finding.message}
                    </li>
                  ))}
                </ul>
              )}
            </div>
          ),
        }))}
      />
      {withoutServer !== undefined && (
        <Box color="text-body-secondary" fontSize="body-s">
          {withoutServer}
        </Box>
      )}
    </>
  )
}

function Place({
  text,
  finding,
  jump,
}: {
  readonly text: string
  readonly finding: PolicyFinding
  readonly jump: (place: PolicyFinding['places'][number]) => void
}) {
  const [place] = finding.places
  if (!place) return null
  const { line, column } = positionAt(text, place.from)
  return (
    <Button variant="inline-link" formAction="none" onClick={() => jump(place)}>
      Ln {line}, Col {column}
    </Button>
  )
}
