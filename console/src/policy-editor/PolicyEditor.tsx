import './policy-editor.css'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import Tabs from '@cloudscape-design/components/tabs'
import { lazy, Suspense, useEffect, useId, useMemo, useRef } from 'react'
import { Actions } from '../parts/Actions.tsx'
import type { EditorHandle } from './CodeEditor.tsx'
import { FindingsPanel } from './FindingsPanel.tsx'
import type { PolicyFinding } from './findings.ts'
import { formatted } from './format.ts'
import { type EditedKind, type QuotaName, quotaOf, type ResourcePolicyOn } from './kind.ts'
import { PolicySize } from './PolicySize.tsx'
import { PolicySummary } from './PolicySummary.tsx'
import { useFindings } from './use-findings.ts'

export type { EditedKind } from './kind.ts'

const CodeEditor = lazy(async () => ({ default: (await import('./CodeEditor.tsx')).CodeEditor }))

export interface PolicyEditorProps {
  readonly label: string
  readonly kind: EditedKind
  /** JSON text, as it stands while somebody writes. */
  readonly value: string
  readonly onChange: (text: string) => void
  /** For resource policies: what it stands on, such as `AWS::S3::Bucket`. */
  readonly resourceType?: ResourcePolicyOn
  /** The quota that it counts against where the page knows it better than the kind: `roleInline`. */
  readonly quota?: QuotaName
  /** Is told what was found whenever that changes. */
  readonly onFindings?: (findings: readonly PolicyFinding[]) => void
}

/** A policy document to write: JSON text in, JSON text out, with suggestions, findings, its size and a summary. */
export function PolicyEditor({ label, kind, value, onChange, resourceType, quota, onFindings }: PolicyEditorProps) {
  const editor = useRef<EditorHandle>(null)
  const help = useId()
  // As CodeMirror counts: places in the text are the same everywhere.
  const text = useMemo(() => value.replace(/\r\n?/g, '\n'), [value])
  const found = useFindings({ text, kind, on: resourceType })
  const { findings } = found
  const told = useRef(onFindings)
  told.current = onFindings
  useEffect(() => told.current?.(findings), [findings])
  return (
    <SpaceBetween size="xxs">
      <Box variant="awsui-key-label">{label}</Box>
      <Tabs
        ariaLabel="Views"
        i18nStrings={{ scrollLeftAriaLabel: 'Earlier views', scrollRightAriaLabel: 'Further views' }}
        actions={<TextActions text={text} onChange={onChange} />}
        tabs={[
          {
            id: 'json',
            label: 'JSON',
            contentRenderStrategy: 'eager',
            content: (
              <SpaceBetween size="xs">
                <Suspense fallback={<Spinner size="large" />}>
                  <CodeEditor
                    ref={editor}
                    label={label}
                    describedBy={help}
                    kind={kind}
                    value={text}
                    onChange={onChange}
                    findings={findings}
                  />
                </Suspense>
                <div id={help}>
                  <Box color="text-body-secondary" fontSize="body-s">
                    Ctrl+Space suggests what can be written. Tab indents; press Escape and then Tab to leave the editor.
                  </Box>
                </div>
                <PolicySize text={text} quota={quota ?? quotaOf(kind, resourceType)} />
                <FindingsPanel text={text} findings={found} jump={({ from, to }) => editor.current?.select(from, to)} />
              </SpaceBetween>
            ),
          },
          {
            id: 'summary',
            label: 'Visual summary',
            content: <PolicySummary document={text} />,
          },
        ]}
      />
    </SpaceBetween>
  )
}

function TextActions({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const printed = useMemo(() => (text.trim() === '' ? undefined : formatted(text)), [text])
  return (
    <Actions>
      <Button
        formAction="none"
        disabled={printed === undefined}
        disabledReason={text.trim() === '' ? 'There is nothing to format.' : 'The JSON has to be mended first.'}
        onClick={() => printed !== undefined && onChange(printed)}
      >
        Format
      </Button>
      <CopyToClipboard
        textToCopy={text}
        copyButtonText="Copy"
        copySuccessText="JSON copied"
        copyErrorText="The JSON could not be copied"
      />
    </Actions>
  )
}
