import type { LogGroup, LogStream } from '@aws-sdk/client-cloudwatch-logs'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { Actions } from '../parts/Actions.tsx'
import { Copyable } from '../parts/Copyable.tsx'
import { DeleteDialog } from '../parts/DeleteDialog.tsx'
import { inTurn } from '../parts/in-turn.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { Problem } from '../parts/Problem.tsx'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { sizeText } from '../parts/sizes.ts'
import { Time } from '../parts/Time.tsx'
import { useSaved } from '../parts/use-saved.ts'
import { useSearchText } from '../parts/use-search-text.ts'
import { ALL_STREAMS, createStreamHref, eventsHref, groupHref, retentionHref } from './addresses.ts'
import { deleteGroup, deleteStream, protectGroup, useGroup, useStreams } from './groups.ts'
import { retentionText } from './retention.ts'

const momentOf = (ms: number | undefined) => <Time at={ms === undefined ? undefined : new Date(ms)} />

/** A log group: what it is, and its streams. */
export function LogGroupPage({ group }: { readonly group: string }) {
  const saved = useSaved()
  const query = useGroup(group)
  const [deleting, setDeleting] = useState(false)
  return (
    <Page
      title={group}
      above={[{ text: 'Log groups', href: '/logs' }]}
      subject={query}
      actions={
        <Actions>
          <Button href={retentionHref(group)}>Edit retention setting</Button>
          <Button onClick={() => setDeleting(true)}>Delete log group</Button>
          <Button variant="primary" href={eventsHref(group, ALL_STREAMS)}>
            Search all log streams
          </Button>
        </Actions>
      }
    >
      <Container header={<Header variant="h2">Log group details</Header>}>
        <Loaded query={query}>{(details) => <Details details={details} />}</Loaded>
      </Container>
      <Streams group={group} />
      {deleting && (
        <DeleteDialog
          noun="log group"
          names={[group]}
          remove={() => deleteGroup(group)}
          dismiss={() => setDeleting(false)}
          done={() => saved(`Deleted ${group}.`, '/logs')}
        >
          Its streams and their events go with it.
        </DeleteDialog>
      )}
    </Page>
  )
}

function Details({ details }: { readonly details: LogGroup }) {
  const { logGroupName = '', logGroupArn = '', deletionProtectionEnabled: isProtected = false } = details
  const saved = useSaved()
  const protecting = useMutation({
    mutationFn: () => protectGroup(logGroupName, !isProtected),
    onSuccess: () => saved(`Deletion protection is turned ${isProtected ? 'off' : 'on'}.`, groupHref(logGroupName)),
  })
  return (
    <>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'ARN', value: <Copyable text={logGroupArn} what="ARN" /> },
          { label: 'Creation time', value: momentOf(details.creationTime) },
          { label: 'Retention', value: retentionText(details.retentionInDays) },
          { label: 'Stored bytes', value: sizeText(details.storedBytes ?? 0) },
          { label: 'Log class', value: details.logGroupClass ?? 'STANDARD' },
          {
            label: 'Deletion protection',
            value: (
              <>
                {isProtected ? 'On' : 'Off'}{' '}
                <Button variant="inline-link" loading={protecting.isPending} onClick={() => protecting.mutate()}>
                  Turn {isProtected ? 'off' : 'on'}
                </Button>
              </>
            ),
          },
        ]}
      />
      {protecting.error && <Problem error={protecting.error} />}
    </>
  )
}

const columnsOf = (group: string): readonly Column<LogStream>[] => [
  {
    header: 'Log stream',
    value: ({ logStreamName }) => logStreamName,
    cell: ({ logStreamName = '' }) => <Link href={eventsHref(group, logStreamName)}>{logStreamName}</Link>,
  },
  {
    header: 'First event time',
    value: ({ firstEventTimestamp }) => firstEventTimestamp,
    cell: ({ firstEventTimestamp }) => momentOf(firstEventTimestamp),
  },
  {
    header: 'Last event time',
    value: ({ lastEventTimestamp }) => lastEventTimestamp,
    cell: ({ lastEventTimestamp }) => momentOf(lastEventTimestamp),
  },
]

function Streams({ group }: { readonly group: string }) {
  const [text, setText] = useSearchText('search')
  const query = useStreams(group, text)
  const [deleting, setDeleting] = useState<readonly string[]>()
  return (
    <>
      <ResourceTable
        title="Log streams"
        noun="log stream"
        query={query}
        columns={columnsOf(group)}
        name={({ logStreamName = '' }) => logStreamName}
        selection="multi"
        empty="There are no log streams yet. Whoever writes events makes one first."
        search={{ label: 'Find log streams by prefix', text, change: setText }}
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              disabledReason="Select the log streams to delete."
              onClick={() => setDeleting(selected.map(({ logStreamName = '' }) => logStreamName))}
            >
              Delete
            </Button>
            <Button href={createStreamHref(group)}>Create log stream</Button>
          </>
        )}
      />
      {deleting && (
        <DeleteDialog
          noun="log stream"
          names={deleting}
          remove={() => inTurn(deleting, (stream) => deleteStream(group, stream))}
          dismiss={() => setDeleting(undefined)}
          done={() => {
            setDeleting(undefined)
            notify('success', `Deleted ${deleting.join(', ')}.`)
            void query.refetch?.()
          }}
        >
          Its events go with it.
        </DeleteDialog>
      )}
    </>
  )
}
