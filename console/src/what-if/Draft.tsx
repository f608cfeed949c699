import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { isPublicPolicy, type PolicyDocument, parsePolicy, validate } from 'rolecall/policy'
import { notify } from '../app/notify.ts'
import { bucketArn } from '../buckets/addresses.ts'
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

/** What a policy begins as that is not there yet. */
function emptyOf(subject: Subject): string {
  const statement =
    subject.kind === 'bucket'
      ? {
          ...{ Effect: 'Allow', Principal: { AWS: [] }, Action: [] },
          Resource: [bucketArn(subject.bucket), bucketArn(subject.bucket, '*')],
        }
      : { Effect: 'Allow', Action: [], Resource: '*' }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2)
}

/** As what kind of policy the draft is written and validated. */
const WRITTEN_AS = {
  managed: { kind: 'identity', rules: 'identity' },
  inline: { kind: 'identity', rules: 'identity' },
  trust: { kind: 'trust', rules: 'trust' },
  bucket: { kind: 'resource', rules: 'bucket' },
} as const

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
  const begun = now.text ?? emptyOf(subject)
  const [text, setText] = useState(begun)
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
  const unchanged = text === begun
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
                <Button disabled={unchanged} disabledReason="Nothing was changed." onClick={() => setText(begun)}>
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
            kind={WRITTEN_AS[subject.kind].kind}
            {...(subject.kind === 'bucket' && { resourceType: 'AWS::S3::Bucket' as const })}
            value={text}
            onChange={setText}
            {...(subject.kind === 'inline' && { quota: INLINE_QUOTAS[holderKind(subject.holder)] })}
          />
          {now.text !== undefined && subject.kind !== 'trust' && (
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
  const validation = removed ? undefined : validate(text, WRITTEN_AS[subject.kind].rules, optionsOf(subject))
  if (validation?.problem) return { problem: `${validation.problem.code}: ${validation.problem.message}` }
  const standing = now.text === undefined ? undefined : parsePolicy(now.text)
  return {
    edits: { now: editOf(subject, now, standing), draft: editOf(subject, now, validation?.document) },
  }
}

const optionsOf = (subject: Subject) => (subject.kind === 'bucket' ? { bucket: subject.bucket } : {})

function editOf(subject: Subject, { members, restricted }: SubjectNow, document: PolicyDocument | undefined): Edit {
  switch (subject.kind) {
    case 'managed':
      return { kind: 'managed', arn: subject.arn, document }
    case 'trust':
      return { kind: 'trust', role: subject.holder, document }
    case 'bucket': {
      const insidersOnly = restricted && document !== undefined && isPublicPolicy(document)
      return { kind: 'bucket', bucket: subject.bucket, insidersOnly, document }
    }
    case 'inline':
      // No policy of IAM has a name with a space in it.
      return { kind: 'inline', holder: subject.holder, name: subject.policy ?? 'the draft', members, document }
  }
}
