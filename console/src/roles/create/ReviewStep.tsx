import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import Textarea from '@cloudscape-design/components/textarea'
import { Fields } from '../../parts/FormPage.tsx'
import { PolicyText } from '../../parts/PolicyText.tsx'
import { StepHeader } from '../../parts/StepHeader.tsx'
import { TagFields } from '../../parts/TagFields.tsx'
import { policyTypeOf } from '../../permissions/held-policies.ts'
import type { StepProps } from './CreateRolePage.tsx'
import { chosenUseCase, descriptionOf, type RoleDraft, trustOf } from './role-draft.ts'

/** The wizard's last step: what the role is called, and all that will be made. */
export const ReviewStep = ({
  draft,
  change,
  ownAccount,
  go,
}: StepProps & {
  readonly ownAccount: string
  /** To the step of that index. */
  readonly go: (step: number) => void
}) => (
  <SpaceBetween size="l">
    <Fields title="Role details">
      <FormField label="Role name" constraintText="Up to 64 letters, digits and +=,.@-_ characters." stretch>
        <Input value={draft.name} onChange={({ detail }) => change({ name: detail.value })} />
      </FormField>
      <FormField label="Description" constraintText="Up to 1,000 characters." stretch>
        <Textarea
          value={descriptionOf(draft)}
          rows={2}
          onChange={({ detail }) => change({ description: detail.value })}
        />
      </FormField>
      {chosenUseCase(draft)?.profile && (
        <Box color="text-body-secondary">
          An instance profile of the same name is made with the role: in it an EC2 instance carries the role.
        </Box>
      )}
    </Fields>
    <Container header={<StepHeader title="Step 1: Select trusted entities" edit={() => go(0)} />}>
      <PolicyText document={trustOf(draft, ownAccount)} label="Trust policy" />
    </Container>
    <Permissions draft={draft} edit={() => go(1)} />
    <Fields title="Step 3: Add tags">
      <TagFields tags={draft.tags} onChange={(tags) => change({ tags })} />
    </Fields>
  </SpaceBetween>
)

function Permissions({ draft, edit }: { readonly draft: RoleDraft; readonly edit: () => void }) {
  const [boundary] = draft.limited ? draft.boundary : []
  return (
    <Table
      header={<StepHeader title="Step 2: Add permissions" edit={edit} />}
      ariaLabels={{ tableLabel: 'Permissions policy summary' }}
      items={[
        ...draft.policies.map((policy) => ({ policy, as: 'Permissions policy' })),
        ...(boundary ? [{ policy: boundary, as: 'Permissions boundary' }] : []),
      ]}
      empty="No policy is attached: a session of the role is denied everything."
      columnDefinitions={[
        { id: 'name', header: 'Policy name', cell: ({ policy }) => policy.PolicyName, isRowHeader: true },
        { id: 'type', header: 'Type', cell: ({ policy }) => policyTypeOf(policy.Arn) },
        { id: 'as', header: 'Attached as', cell: ({ as }) => as },
      ]}
    />
  )
}
