import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { DeleteDialog } from '../parts/DeleteDialog.tsx'
import { inTurn } from '../parts/in-turn.ts'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { sizeText } from '../parts/sizes.ts'
import { Time } from '../parts/Time.tsx'
import { useSearchText } from '../parts/use-search-text.ts'
import { groupHref, retentionHref } from './addresses.ts'
import { deleteGroup, useGroups } from './groups.ts'
import { retentionText } from './retention.ts'

const COLUMNS: readonly Column<LogGroup>[] = [
  {
    header: 'Log group',
    value: ({ logGroupName }) => logGroupName,
    cell: ({ logGroupName = '' }) => <Link href={groupHref(logGroupName)}>{logGroupName}</Link>,
  },
  {
    header: 'Retention',
    value: ({ retentionInDays }) => retentionInDays ?? Number.POSITIVE_INFINITY,
    cell: ({ logGroupName = '', retentionInDays }) => (
      <Link
        href={retentionHref(logGroupName)}
        ariaLabel={`${retentionText(retentionInDays)}, retention of ${logGroupName}`}
      >
        {retentionText(retentionInDays)}
      </Link>
    ),
  },
  {
    header: 'Stored bytes',
    value: ({ storedBytes }) => storedBytes,
    cell: ({ storedBytes = 0 }) => sizeText(storedBytes),
  },
  {
    header: 'Creation time',
    value: ({ creationTime }) => creationTime,
    cell: ({ creationTime }) => <Time at={creationTime === undefined ? undefined : new Date(creationTime)} />,
  },
]

/** CloudWatch > Log groups. */
export function Component() {
  const [text, setText] = useSearchText('search')
  const query = useGroups(text)
  const [deleting, setDeleting] = useState<readonly string[]>()
  return (
    <>
      <ResourceTable
        title="Log groups"
        noun="log group"
        heading="h1"
        description="A log group holds the streams of one application: one for each instance, say, that writes."
        query={query}
        columns={COLUMNS}
        name={({ logGroupName = '' }) => logGroupName}
        selection="multi"
        empty="There are no log groups yet. Create one, or let the CloudWatch agent of an instance do so."
        search={{ label: 'Find log groups', text, change: setText }}
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              disabledReason="Select the log groups to delete."
              onClick={() => setDeleting(selected.map(({ logGroupName = '' }) => logGroupName))}
            >
              Delete
            </Button>
            <Button variant="primary" href="/logs/create">
              Create log group
            </Button>
          </>
        )}
      />
      {deleting && (
        <DeleteDialog
          noun="log group"
          names={deleting}
          remove={() => inTurn(deleting, deleteGroup)}
          dismiss={() => setDeleting(undefined)}
          done={() => {
            setDeleting(undefined)
            notify('success', `Deleted ${deleting.join(', ')}.`)
            void query.refetch?.()
          }}
        >
          Its streams and their events go with it.
        </DeleteDialog>
      )}
    </>
  )
}
