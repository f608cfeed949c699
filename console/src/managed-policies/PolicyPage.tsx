import type { Policy } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { Copyable } from '../parts/Copyable.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { PageTabs } from '../parts/PageTabs.tsx'
import { PolicyText } from '../parts/PolicyText.tsx'
import { Time } from '../parts/Time.tsx'
import { policyNameOf, policyTypeOf } from '../permissions/held-policies.ts'
import { TagsTab } from '../tags/TagsTab.tsx'
import { DeletePolicyDialog } from './DeletePolicyDialog.tsx'
import { EntitiesTab } from './EntitiesTab.tsx'
import { POLICIES_CRUMBS, usePolicy, useVersionText } from './policies.ts'
import { VersionsTab } from './VersionsTab.tsx'

/** `/iam/policies/view?arn=...`: a managed policy. */
export function Component() {
  const [address] = useSearchParams()
  const arn = address.get('arn') ?? ''
  const query = usePolicy(arn)
  return (
    <Page
      title={policyNameOf(arn)}
      above={POLICIES_CRUMBS}
      description={query.data?.Description}
      subject={query}
      actions={query.data && <PolicyActions policy={query.data} />}
    >
      <Loaded query={query}>{(policy) => <PolicyDetails policy={policy} arn={arn} />}</Loaded>
    </Page>
  )
}

function PolicyActions({ policy }: { readonly policy: Policy }) {
  const navigate = useNavigate()
  const [deleting, setDeleting] = useState(false)
  return (
    <>
      <Button
        disabled={policyTypeOf(policy.Arn) !== 'Customer managed'}
        disabledReason="A policy of AWS cannot be deleted."
        onClick={() => setDeleting(true)}
      >
        Delete
      </Button>
      {deleting && (
        <DeletePolicyDialog
          policy={policy}
          dismiss={() => setDeleting(false)}
          done={() => void navigate('/iam/policies')}
        />
      )}
    </>
  )
}

function PolicyDetails({ policy, arn }: { readonly policy: Policy; readonly arn: string }) {
  const type = policyTypeOf(arn)
  const own = type === 'Customer managed'
  return (
    <>
      <Container header={<Header variant="h2">Policy details</Header>}>
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'Type', value: type },
            { label: 'Creation time', value: <Time at={policy.CreateDate} /> },
            { label: 'Edited time', value: <Time at={policy.UpdateDate} /> },
            { label: 'ARN', value: <Copyable text={arn} what="ARN" /> },
          ]}
        />
      </Container>
      <PageTabs
        label="Policy"
        tabs={[
          {
            id: 'permissions',
            label: 'Permissions',
            content: <PermissionsPanel arn={arn} versionId={policy.DefaultVersionId ?? ''} own={own} />,
          },
          { id: 'entities', label: 'Entities attached', content: <EntitiesTab arn={arn} /> },
          // AWS's policies have no tags.
          ...(own ? [{ id: 'tags', label: 'Tags', content: <TagsTab tagged={{ kind: 'policy', id: arn }} /> }] : []),
          { id: 'versions', label: 'Policy versions', content: <VersionsTab arn={arn} own={own} /> },
        ]}
      />
    </>
  )
}

function PermissionsPanel({
  arn,
  versionId,
  own,
}: {
  readonly arn: string
  readonly versionId: string
  readonly own: boolean
}) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`Version ${versionId}, the default version: the one that applies.`}
          actions={
            <Button
              href={editPolicyHref(arn)}
              disabled={!own}
              disabledReason="A policy of AWS cannot be edited. Create one of your own with its text."
            >
              Edit
            </Button>
          }
        >
          Permissions defined in this policy
        </Header>
      }
    >
      <Loaded query={useVersionText(arn, versionId)}>
        {(document) => <PolicyText document={document} label="Policy document" />}
      </Loaded>
    </Container>
  )
}

const editPolicyHref = (arn: string): string => `/iam/policies/edit?arn=${encodeURIComponent(arn)}`
