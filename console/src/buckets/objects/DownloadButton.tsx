import Button from '@cloudscape-design/components/button'
import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { download } from '../../parts/download.ts'
import { shellWord } from '../../parts/shell-word.ts'
import { sizeText } from '../../parts/sizes.ts'
import { lastPart } from '../addresses.ts'
import { type Entry, LARGEST_DOWNLOAD, readObject } from './objects.ts'

type Download = UseMutationResult<Blob, Error, string>

/** Has the browser save objects of the bucket under their names; what fails is the page's to show. */
export const useDownload = (bucket: string): Download =>
  useMutation({
    mutationFn: (key) => readObject(bucket, key),
    onSuccess: (content, key) => download(lastPart(key), content.type, content),
  })

/** Downloads the one object that is selected. */
export function DownloadButton({
  bucket,
  selected,
  download,
}: {
  readonly bucket: string
  readonly selected: readonly Entry[]
  readonly download: Download
}) {
  const blocked = blockedBecause(bucket, selected)
  return (
    <Button
      loading={download.isPending}
      disabled={blocked !== undefined}
      {...(blocked !== undefined && { disabledReason: blocked })}
      onClick={() => download.mutate(selected[0]?.key ?? '')}
    >
      Download
    </Button>
  )
}

function blockedBecause(bucket: string, [entry, ...others]: readonly Entry[]): string | undefined {
  if (!entry?.object || others.length > 0) return 'Select one object to download.'
  if ((entry.object.Size ?? 0) <= LARGEST_DOWNLOAD) return undefined
  const source = shellWord(`s3://${bucket}/${entry.key}`)
  return `The browser would have to hold it whole. Above ${sizeText(LARGEST_DOWNLOAD)} use the AWS CLI: aws s3 cp ${source} .`
}
