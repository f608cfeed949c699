import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { notify } from '../../app/notify.ts'
import { Actions } from '../../parts/Actions.tsx'
import { answered } from '../../parts/answered.ts'
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PolicyText } from '../../parts/PolicyText.tsx'
import { editHref } from '../addresses.ts'
import { deletePolicy, useAcl, useBucketPolicy, useOwnership, usePublicAccess } from '../settings.ts'
import { OWNERSHIPS } from './ownership.ts'
import { PUBLIC_ACCESS } from './public-access.ts'

/** Who may do what with a bucket, as far as the bucket says it itself. */
export function PermissionsTab({ bucket }: { readonly bucket: string }) {
  return (
    <SpaceBetween size="l">
      <PublicAccess bucket={bucket} />
      <Policy bucket={bucket} />
      <Ownership bucket={bucket} />
      <Acl bucket={bucket} />
    </SpaceBetween>
  )
}

function Section<Setting>({
  title,
  description,
  query,
  actions,
  children,
}: {
  readonly title: string
  readonly description: string
  readonly query: UseQueryResult<Setting>
  readonly actions?: ReactNode
  readonly children: (setting: Setting) => ReactNode
}) {
  return (
    <Container
      header={
        <Header variant="h2" description={description} actions={answered(query) !== undefined && actions}>
          {title}
        </Header>
      }
    >
      <Loaded query={query}>{children}</Loaded>
    </Container>
  )
}

function PublicAccess({ bucket }: { readonly bucket: string }) {
  return (
    <Section
      title="Block public access (bucket settings)"
      description="It stands above bucket policies and ACLs: what is public by them is not, where it is blocked."
      query={usePublicAccess(bucket)}
      actions={
        <Button href={editHref(bucket, 'public-access')} ariaLabel="Edit block public access">
          Edit
        </Button>
      }
    >
      {(block) => (
        <ul className="plain-list">
          {PUBLIC_ACCESS.map(({ setting, label }) => (
            <li key={setting}>
              <StatusIndicator type={block[setting] ? 'success' : 'warning'}>
                {block[setting] ? 'On' : 'Off'}
              </StatusIndicator>{' '}
              {label}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Policy({ bucket }: { readonly bucket: string }) {
  const query = useBucketPolicy(bucket)
  const [deleting, setDeleting] = useState(false)
  return (
    <>
      <Section
        query={query}
        title="Bucket policy"
        description="JSON that says who may do what with the bucket and its objects. A Deny in it holds against everybody's own policies."
        actions={
          <Actions>
            <Button href={editHref(bucket, 'policy')} ariaLabel="Edit bucket policy">
              Edit
            </Button>
            <Button
              ariaLabel="Delete bucket policy"
              disabled={!query.data}
              disabledReason="There is no bucket policy."
              onClick={() => setDeleting(true)}
            >
              Delete
            </Button>
          </Actions>
        }
      >
        {(policy) =>
          policy === null ? (
            <Box color="text-body-secondary">No policy. Edit to write one.</Box>
          ) : (
            <PolicyText document={policy} label="Bucket policy" />
          )
        }
      </Section>
      {deleting && (
        <ConfirmDialog
          title="Delete bucket policy?"
          verb="Delete"
          typed="delete"
          act={() => deletePolicy(bucket)}
          dismiss={() => setDeleting(false)}
          done={() => {
            setDeleting(false)
            notify('success', `Deleted the bucket policy of ${bucket}.`)
            void query.refetch()
          }}
        >
          <Box>From then on the policies of users and roles alone say who may use {bucket}.</Box>
        </ConfirmDialog>
      )}
    </>
  )
}

function Ownership({ bucket }: { readonly bucket: string }) {
  return (
    <Section
      title="Object Ownership"
      description="Whom objects belong to that other accounts write here."
      query={useOwnership(bucket)}
      actions={
        <Button href={editHref(bucket, 'ownership')} ariaLabel="Edit object ownership">
          Edit
        </Button>
      }
    >
      {(ownership) => OWNERSHIPS.find(({ value }) => value === ownership)?.label ?? ownership}
    </Section>
  )
}

function Acl({ bucket }: { readonly bucket: string }) {
  return (
    <Section
      title="Access control list (ACL)"
      description="This server has ACLs that grant the bucket owner alone."
      query={useAcl(bucket)}
    >
      {({ Grants = [] }) => (
        <ul className="plain-list">
          {Grants.map(({ Grantee, Permission }) => (
            <li key={`${Grantee?.ID} ${Permission}`}>
              Bucket owner, canonical ID <code>{Grantee?.ID}</code>: {Permission}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
