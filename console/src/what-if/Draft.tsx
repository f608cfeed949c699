import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { parsePolicy, validate } from 'rolecall/policy'
import { notify } from '../app/notify.ts'
import { Actions } from '../parts/Actions.tsx'
import { Problem } from '../parts/Problem.tsx'
import type { QuotaName } from '../policy-editor/kind.ts'
import { PolicyEditor } from '../policy-editor/PolicyEditor.tsx'
import { CompareSection } from './CompareSection.tsx'
import type { Edits } from './compare.ts'
import { type SubjectNow, save } from './policies.ts'
import { type HolderKind, holderKind, type Subject, subjectName } from './subject.ts'
import type { Edit } from './substitute.ts'
import { TrySection } from './TrySection.tsx'

const EMPTY = JSON.stringify(
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [], Resource: '*' }] },
  undefined,
  2,
)

const INLINE_QUOTAS: Readonly<Record<HolderKind, QuotaName>> = {
  user: 'userInline',
  group: 'groupInline',
  role: 'roleInline',
}

/** The draft of a policy: written, compared, tried, saved. */
export function Draft({
  subject,
  now,
  saved,
}: {
  readonly subject: Subject
  readonly now: SubjectNow
  readonly saved: (subject: Subject) => void
}) {
  const [text, setText] = useState(now.text ?? EMPTY)
  const [removed, setRemoved] = useState(false)
  const [name, setName] = useState('')
  const isNew = subject.kind === 'inline' && subject.policy === undefined
  const saving = useMutation({
    mutationFn: () => save(subject, text, name),
    onSuccess: () => {
      notify('success', `Saved ${name === '' ? subjectName(subject) : name}.`)
      saved(isNew ? { ...subject, policy: name } : subject)
    },
  })
  const { problem, edits } = useMemo(() => read(subject, now, text, removed), [subject, now, text, removed])
  const unchanged = text === (now.text ?? EMPTY)
  const blocked = problem ?? (unchanged && !removed ? 'The draft is the policy as it stands.' : undefined)
  const notSavable = removed
    ? 'Whether a policy is removed is decided on the page of who carries it.'
    : (blocked ?? (isNew && name === '' ? 'Enter a name for the policy.' : undefined))
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Actions>
                <Button
                  disabled={unchanged}
                  disabledReason="Nothing was changed."
                  onClick={() => setText(now.text ?? EMPTY)}
                >
                  Reset
                </Button>
                <Button
                  variant="primary"
                  loading={saving.isPending}
                  disabled={notSavable !== undefined}
                  {...(notSavable !== undefined && { disabledReason: notSavable })}
                  onClick={() => saving.mutate()}
                >
                  Save changes
                </Button>
              </Actions>
            }
          >
            Draft of {subjectName(subject)}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {isNew && (
            <FormField label="Policy name" description="It is needed to save the policy, not to compare it.">
              <Input value={name} onChange={({ detail }) => setName(detail.value)} />
            </FormField>
          )}
          <PolicyEditor
            label="Policy document"
            kind={subject.kind === 'trust' ? 'trust' : 'identity'}
            value={text}
            onChange={setText}
            {...(subject.kind === 'inline' && { quota: INLINE_QUOTAS[holderKind(subject.holder)] })}
          />
          {!isNew && subject.kind !== 'trust' && (
            <Checkbox checked={removed} onChange={({ detail }) => setRemoved(detail.checked)}>
              Compare as if the policy were removed
            </Checkbox>
          )}
          {problem !== undefined && !removed && <div role="status">{problem}</div>}
          {saving.error && <Problem error={saving.error} />}
        </SpaceBetween>
      </Container>
      <CompareSection subject={subject} edits={edits} blocked={blocked} />
      <TrySection subject={subject} edits={edits} blocked={problem} />
    </SpaceBetween>
  )
}

/** The policy as it stands and as the draft has it, or what AWS would refuse in the draft. */
function read(
  subject: Subject,
  now: SubjectNow,
  text: string,
  removed: boolean,
): { readonly problem?: string; readonly edits?: Edits } {
  const validation = removed ? undefined : validate(text, subject.kind === 'trust' ? 'trust' : 'identity')
  if (validation?.problem) return { problem: `${validation.problem.code}: ${validation.problem.message}` }
  const place = placeOf(subject, now)
  return {
    edits: {
      now: { ...place, document: now.text === undefined ? undefined : parsePolicy(now.text) },
      draft: { ...place, document: validation?.document },
    },
  }
}

function placeOf(subject: Subject, { members }: SubjectNow): Edit {
  const document = undefined
  switch (subject.kind) {
    case 'managed':
      return { kind: 'managed', arn: subject.arn, document }
    case 'trust':
      return { kind: 'trust', role: subject.holder, document }
    case 'inline':
      // No policy of IAM has a name with a space in it.
      return { kind: 'inline', holder: subject.holder, name: subject.policy ?? 'the draft', members, document }
  }
}
