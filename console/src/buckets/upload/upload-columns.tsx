import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { callIdOf, failureOf } from '../../aws/failure.ts'
import type { Column } from '../../parts/ResourceTable.tsx'
import { sizeText } from '../../parts/sizes.ts'
import type { FileUpload, UploadState } from './uploads.ts'

const SHOWN: Readonly<Record<UploadState, { readonly type: StatusIndicatorProps.Type; readonly text: string }>> = {
  waiting: { type: 'pending', text: 'Not uploaded yet' },
  uploading: { type: 'in-progress', text: 'Uploading' },
  succeeded: { type: 'success', text: 'Succeeded' },
  failed: { type: 'error', text: 'Failed' },
  canceled: { type: 'stopped', text: 'Canceled' },
}

export const UPLOAD_COLUMNS: readonly Column<FileUpload>[] = [
  { header: 'Name', value: ({ key }) => key, cell: ({ key }) => key },
  { header: 'Type', value: ({ file }) => file.type, cell: ({ file }) => file.type || '-' },
  { header: 'Size', value: ({ file }) => file.size, cell: ({ file }) => sizeText(file.size) },
  { header: 'Status', value: ({ state }) => SHOWN[state].text, cell: (upload) => <Status upload={upload} /> },
]

function Status({ upload: { state, file, loaded, error } }: { readonly upload: FileUpload }) {
  const { type, text } = SHOWN[state]
  const percent = state === 'uploading' && file.size > 0 ? ` ${Math.floor((100 * loaded) / file.size)}%` : ''
  const failure = error === undefined ? undefined : failureOf(error)
  return (
    <>
      <StatusIndicator type={type}>{text + percent}</StatusIndicator>
      {failure && (
        <Box fontSize="body-s">
          {failure.title}: {failure.sentence}{' '}
          {failure.denied && failure.requestId !== undefined && (
            <Link href={`/trail/${callIdOf(failure.requestId)}`}>Why?</Link>
          )}
        </Box>
      )}
    </>
  )
}
