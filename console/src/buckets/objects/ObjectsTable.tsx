import Button from '@cloudscape-design/components/button'
import Icon from '@cloudscape-design/components/icon'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { notify } from '../../app/notify.ts'
import { counted } from '../../parts/counted.ts'
import { DeleteDialog } from '../../parts/DeleteDialog.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { type Column, ResourceTable } from '../../parts/ResourceTable.tsx'
import { sizeText } from '../../parts/sizes.ts'
import { Time } from '../../parts/Time.tsx'
import { useSearchText } from '../../parts/use-search-text.ts'
import { bucketHref, folderHref, lastPart, objectHref, uploadHref } from '../addresses.ts'
import { DownloadButton, useDownload } from './DownloadButton.tsx'
import { deleteKeys, type Refusal } from './delete-objects.ts'
import { type Entry, useEntries } from './objects.ts'
import { Refusals } from './Refusals.tsx'

const columnsOf = (bucket: string): readonly Column<Entry>[] => [
  {
    header: 'Name',
    value: ({ key }) => lastPart(key),
    cell: ({ key, object }) => (
      <>
        <Icon name={object ? 'file' : 'folder'} />{' '}
        <Link href={object ? objectHref(bucket, key) : bucketHref(bucket, key)}>{lastPart(key)}</Link>
      </>
    ),
  },
  { header: 'Type', value: typeOf, cell: (entry) => typeOf(entry) },
  {
    header: 'Last modified',
    value: ({ object }) => object?.LastModified?.getTime(),
    cell: ({ object }) => <Time at={object?.LastModified} />,
  },
  {
    header: 'Size',
    value: ({ object }) => object?.Size ?? -1,
    cell: ({ object }) => (object ? sizeText(object.Size ?? 0) : '-'),
  },
  {
    header: 'Storage class',
    value: ({ object }) => object?.StorageClass,
    cell: ({ object }) => object?.StorageClass ?? '-',
  },
]

function typeOf({ key, object }: Entry): string {
  if (!object) return 'Folder'
  const name = lastPart(key)
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1) : '-'
}

/** The folders and objects of a bucket or of a folder in it. */
export function ObjectsTable({ bucket, folder }: { readonly bucket: string; readonly folder: string }) {
  const [text, setText] = useSearchText('search')
  const query = useEntries(bucket, folder, text)
  const download = useDownload(bucket)
  const [deleting, setDeleting] = useState<readonly string[]>()
  const [refused, setRefused] = useState<readonly Refusal[]>([])
  return (
    <SpaceBetween size="l">
      <Refusals refused={refused} dismiss={() => setRefused([])} />
      {download.error && <Problem error={download.error} />}
      <ResourceTable
        title="Objects"
        noun="object"
        query={query}
        columns={columnsOf(bucket)}
        name={({ key }) => key}
        selection="multi"
        empty="There are no objects here. Upload some."
        search={{
          label: 'Find objects by prefix',
          text,
          change: setText,
        }}
        actions={(selected) => (
          <>
            <DownloadButton bucket={bucket} selected={selected} download={download} />
            <Button
              disabled={selected.length === 0}
              disabledReason="Select the objects to delete."
              onClick={() => setDeleting(selected.map(({ key }) => key))}
            >
              Delete
            </Button>
            <Button href={folderHref(bucket, folder)}>Create folder</Button>
            <Button variant="primary" href={uploadHref(bucket, folder)}>
              Upload
            </Button>
          </>
        )}
      />
      {deleting && (
        <DeleteDialog
          noun="object"
          names={deleting}
          remove={async () => {
            const { deleted, refused: standing } = await deleteKeys(bucket, deleting)
            setRefused(standing)
            if (deleted > 0) notify('success', `Deleted ${counted(deleted, 'object')}.`)
          }}
          dismiss={() => setDeleting(undefined)}
          done={() => {
            setDeleting(undefined)
            void query.refetch?.()
          }}
        >
          {deleting.some((key) => key.endsWith('/')) && 'Of a folder everything in it is deleted.'}
        </DeleteDialog>
      )}
    </SpaceBetween>
  )
}
