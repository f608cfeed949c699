import type { Bucket } from '@aws-sdk/client-s3'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { DeleteDialog } from '../parts/DeleteDialog.tsx'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { Time } from '../parts/Time.tsx'
import { bucketHref } from './addresses.ts'
import { deleteBucket, useBuckets } from './buckets.ts'
import './buckets.css'
import { counted } from '../parts/counted.ts'
import { EmptyBucketDialog } from './EmptyBucketDialog.tsx'
import type { Refusal } from './objects/delete-objects.ts'
import { Refusals } from './objects/Refusals.tsx'

const COLUMNS: readonly Column<Bucket>[] = [
  { header: 'Name', value: ({ Name }) => Name, cell: ({ Name = '' }) => <Link href={bucketHref(Name)}>{Name}</Link> },
  { header: 'AWS Region', value: ({ BucketRegion }) => BucketRegion, cell: ({ BucketRegion }) => BucketRegion },
  {
    header: 'Creation date',
    value: ({ CreationDate }) => CreationDate?.getTime(),
    cell: ({ CreationDate }) => <Time at={CreationDate} />,
  },
]

/** S3 > Buckets: of every region. */
export function Component() {
  const query = useBuckets()
  const [asked, setAsked] = useState<{ readonly to: 'empty' | 'delete'; readonly name: string }>()
  const [refused, setRefused] = useState<readonly Refusal[]>([])
  return (
    <>
      <Refusals refused={refused} dismiss={() => setRefused([])} />
      <ResourceTable
        title="Buckets"
        noun="bucket"
        heading="h1"
        description="A bucket holds objects. Its policy says who may do what with them, beside what their own policies say."
        query={query}
        columns={COLUMNS}
        name={({ Name = '' }) => Name}
        selection="single"
        empty="There are no buckets yet. Create one to keep objects in."
        actions={([bucket]) => (
          <>
            <Button
              disabled={!bucket}
              disabledReason="Select the bucket to empty."
              onClick={() => setAsked({ to: 'empty', name: bucket?.Name ?? '' })}
            >
              Empty
            </Button>
            <Button
              disabled={!bucket}
              disabledReason="Select the bucket to delete."
              onClick={() => setAsked({ to: 'delete', name: bucket?.Name ?? '' })}
            >
              Delete
            </Button>
            <Button variant="primary" href="/s3/bucket/create">
              Create bucket
            </Button>
          </>
        )}
      />
      {asked?.to === 'empty' && (
        <EmptyBucketDialog
          bucket={asked.name}
          dismiss={() => setAsked(undefined)}
          emptied={({ deleted, refused: standing }) => {
            setRefused(standing)
            notify(
              standing.length === 0 ? 'success' : 'warning',
              `Deleted ${counted(deleted, 'object')} of ${asked.name}.`,
            )
          }}
        />
      )}
      {asked?.to === 'delete' && (
        <DeleteDialog
          noun="bucket"
          names={[asked.name]}
          remove={() => deleteBucket(asked.name)}
          dismiss={() => setAsked(undefined)}
          done={() => {
            setAsked(undefined)
            notify('success', `Deleted ${asked.name}.`)
            void query.refetch()
          }}
        >
          It has to be empty. Its name is free for everybody afterwards.
        </DeleteDialog>
      )}
    </>
  )
}
