import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { bucketArn } from '../buckets/addresses.ts'
import { Actions } from '../parts/Actions.tsx'
import { Problem } from '../parts/Problem.tsx'
import { BeforeAndAfter } from './BeforeAndAfter.tsx'
import type { DraftAbout } from './draft-about.ts'
import type { EnteredKey } from './principal-facts.ts'
import { questionOf } from './principal-question.ts'
import { HolderSelect } from './SubjectFields.tsx'
import { holderKind, type Subject } from './subject.ts'
import { substituted } from './substitute.ts'

/** What a request is likely to be about that is tried with a draft of the policy. */
function aboutOf(subject: Subject): { readonly action: string; readonly resource: string } {
  if (subject.kind === 'trust') return { action: 'sts:AssumeRole', resource: subject.holder }
  if (subject.kind === 'bucket') return { action: 's3:ListBucket', resource: bucketArn(subject.bucket) }
  return { action: '', resource: '*' }
}

/** One request that nobody has made yet, with the policy as it stands and with the draft. */
export function TrySection({ subject, edits, blocked }: DraftAbout) {
  const preset = subject.kind === 'inline' && holderKind(subject.holder) !== 'group' ? subject.holder : null
  const [holder, setHolder] = useState<string | null>(preset)
  const about = aboutOf(subject)
  const [action, setAction] = useState(about.action)
  const [resource, setResource] = useState(about.resource)
  const [context, setContext] = useState<readonly EnteredKey[]>([])
  const question = useMutation({
    mutationFn: () => questionOf({ holder: holder ?? '', action, resource, context }),
  })
  const missing = holder === null ? 'Choose a principal.' : action.includes(':') ? undefined : 'Enter an action.'
  const why = blocked ?? missing
  const change = (at: number, row: Partial<EnteredKey>) =>
    setContext(context.map((old, index) => (index === at ? { ...old, ...row } : old)))
  return (
    <Container
      header={
        <Header variant="h2" description="A request that nobody has made: decided by the policies as they stand now.">
          Try a request
        </Header>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (why === undefined) question.mutate()
        }}
      >
        <SpaceBetween size="m">
          <FormField label="Principal">
            <HolderSelect holder={holder} principalsOnly choose={setHolder} />
          </FormField>
          <FormField label="Action">
            <Input value={action} placeholder="s3:GetObject" onChange={({ detail }) => setAction(detail.value)} />
          </FormField>
          <FormField label="Resource">
            <Input value={resource} onChange={({ detail }) => setResource(detail.value)} />
          </FormField>
          <AttributeEditor
            items={context}
            addButtonText="Add condition key"
            removeButtonText="Remove"
            empty="The principal’s own keys and the time are set. Add others that conditions ask for, such as aws:SourceIp, or the resource’s tags as aws:ResourceTag/team and s3:ExistingObjectTag/class. A key with several values is added several times."
            onAddButtonClick={() => setContext([...context, { key: '', value: '' }])}
            onRemoveButtonClick={({ detail }) => setContext(context.filter((_, at) => at !== detail.itemIndex))}
            definition={[
              {
                label: 'Condition key',
                control: ({ key }, at) => (
                  <Input
                    value={key}
                    placeholder="aws:SourceIp"
                    onChange={({ detail }) => change(at, { key: detail.value })}
                  />
                ),
              },
              {
                label: 'Value',
                control: ({ value }, at) => (
                  <Input value={value} onChange={({ detail }) => change(at, { value: detail.value })} />
                ),
              },
            ]}
          />
          <Actions>
            <Button
              formAction="submit"
              loading={question.isPending}
              disabled={why !== undefined}
              {...(why !== undefined && { disabledReason: why })}
            >
              Try request
            </Button>
          </Actions>
          {question.error && <Problem error={question.error} />}
          {question.data && edits && (
            <BeforeAndAfter
              before={substituted(question.data, edits.now)}
              after={substituted(question.data, edits.draft)}
            />
          )}
        </SpaceBetween>
      </form>
    </Container>
  )
}
