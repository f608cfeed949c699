import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { Actions } from '../../parts/Actions.tsx'
import { Page } from '../../parts/Page.tsx'
import { ResourceTable } from '../../parts/ResourceTable.tsx'
import { sizeText } from '../../parts/sizes.ts'
import { bucketHref, pathAbove } from '../addresses.ts'
import '../buckets.css'
import { counted } from '../../parts/counted.ts'
import { ChooseFiles } from './ChooseFiles.tsx'
import { UPLOAD_COLUMNS } from './upload-columns.tsx'
import { type FileUpload, uploadsTo } from './uploads.ts'

/** S3 > a bucket > Upload: into the folder of `?prefix=`. */
export function Component() {
  const { bucket = '' } = useParams()
  const [search] = useSearchParams()
  const folder = search.get('prefix') ?? ''
  const queries = useQueryClient()
  const uploads = useMemo(() => uploadsTo(bucket), [bucket])
  const files = useSyncExternalStore(uploads.subscribe, uploads.current)
  const sending = useMutation({
    mutationFn: uploads.start,
    onSettled: () => queries.invalidateQueries({ queryKey: ['objects', bucket] }),
  })
  // Nobody would see how far they are from another page.
  useEffect(() => uploads.cancel, [uploads])
  useLeaveWarning(sending.isPending)
  const waiting = files.some(({ state }) => state === 'waiting')
  return (
    <Page
      title="Upload"
      description={`To s3://${bucket}/${folder}. An object with the same key is overwritten. Leaving this page stops what is under way.`}
      above={pathAbove(bucket, `${folder}x`)}
    >
      <ChooseFiles folder={folder} add={uploads.add} />
      {files.length > 0 && sending.status !== 'idle' && <Summary files={files} />}
      <ResourceTable
        title="Files and folders"
        noun="file"
        query={{ data: files, error: null, isPending: false, isFetching: false }}
        columns={UPLOAD_COLUMNS}
        name={({ key }) => key}
        selection="multi"
        empty="No files yet. Drop some above, or add them."
        actions={(selected) => (
          <Button
            disabled={selected.length === 0 || sending.isPending}
            disabledReason={sending.isPending ? 'Uploading.' : 'Select the files to remove from this list.'}
            onClick={() => uploads.remove(new Set(selected.map(({ key }) => key)))}
          >
            Remove
          </Button>
        )}
      />
      <Box float="right">
        <Actions>
          {sending.isPending ? (
            <Button onClick={uploads.cancel}>Cancel upload</Button>
          ) : (
            <Button variant="link" href={bucketHref(bucket, folder)}>
              Close
            </Button>
          )}
          <Button
            variant="primary"
            loading={sending.isPending}
            disabled={!waiting && !sending.isPending}
            disabledReason="Add files to upload."
            onClick={() => sending.mutate()}
          >
            Upload
          </Button>
        </Actions>
      </Box>
    </Page>
  )
}

function Summary({ files }: { readonly files: readonly FileUpload[] }) {
  const total = files.reduce((sum, { file }) => sum + file.size, 0)
  const loaded = files.reduce((sum, upload) => sum + upload.loaded, 0)
  const count = (wanted: FileUpload['state']) => files.filter(({ state }) => state === wanted).length
  const [failed, canceled, left] = [count('failed'), count('canceled'), count('waiting') + count('uploading')]
  const stopped = left === 0 && failed + canceled > 0
  return (
    <Container header={<Header variant="h2">Upload status</Header>}>
      <SpaceBetween size="s">
        <ProgressBar
          label="Uploaded"
          value={total === 0 ? (left === 0 ? 100 : 0) : Math.floor((100 * loaded) / total)}
          additionalInfo={`${sizeText(loaded)} of ${sizeText(total)}`}
          description={`${count('succeeded')} of ${counted(files.length, 'file')} succeeded`}
          {...(left === 0 && {
            status: stopped ? 'error' : 'success',
            resultText: stopped ? `${failed} failed, ${canceled} canceled.` : 'Upload succeeded.',
          })}
        />
      </SpaceBetween>
    </Container>
  )
}

/** The browser asks before the tab is closed. */
function useLeaveWarning(active: boolean): void {
  useEffect(() => {
    if (!active) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [active])
}
