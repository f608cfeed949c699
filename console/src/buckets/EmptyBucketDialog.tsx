import Box from '@cloudscape-design/components/box'
import { useState } from 'react'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { type Deletion, emptyBucket } from './objects/delete-objects.ts'

/** Asks before all objects of a bucket are deleted, and counts them while they are. */
export function EmptyBucketDialog({
  bucket,
  dismiss,
  emptied,
}: {
  readonly bucket: string
  readonly dismiss: () => void
  readonly emptied: (deletion: Deletion) => void
}) {
  const [deleted, setDeleted] = useState(0)
  return (
    <ConfirmDialog
      title={`Empty ${bucket}?`}
      verb="Empty"
      typed="permanently delete"
      act={async () => emptied(await emptyBucket(bucket, setDeleted))}
      done={dismiss}
      dismiss={dismiss}
    >
      <Box>All objects of the bucket will be deleted for good.</Box>
      {deleted > 0 && <Box>{deleted.toLocaleString('en')} deleted.</Box>}
    </ConfirmDialog>
  )
}
