import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { notify } from '../../app/notify.ts'
import { Actions } from '../../parts/Actions.tsx'
import { Copyable } from '../../parts/Copyable.tsx'
import { DeleteDialog } from '../../parts/DeleteDialog.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { Page } from '../../parts/Page.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { sizeText } from '../../parts/sizes.ts'
import { Time } from '../../parts/Time.tsx'
import { bucketArn, bucketHref, lastPart, pathAbove, tagsHref } from '../addresses.ts'
import { useObjectTags } from '../settings.ts'
import { TagsTable } from '../TagsTable.tsx'
import { DownloadButton, useDownload } from './DownloadButton.tsx'
import { deleteObject, useObject } from './objects.ts'

/** S3 > a bucket > an object: `?key=images/logo.svg`. */
export function Component() {
  const { bucket = '' } = useParams()
  const [search] = useSearchParams()
  const key = search.get('key') ?? ''
  const navigate = useNavigate()
  const query = useObject(bucket, key)
  const download = useDownload(bucket)
  const [deleting, setDeleting] = useState(false)
  const folder = key.slice(0, key.lastIndexOf('/') + 1)
  const entry = { key, object: { Size: query.data?.ContentLength } }
  return (
    <Page
      title={lastPart(key)}
      above={pathAbove(bucket, key)}
      subject={query}
      actions={
        <Actions>
          <DownloadButton bucket={bucket} selected={[entry]} download={download} />
          <Button onClick={() => setDeleting(true)}>Delete</Button>
        </Actions>
      }
    >
      {download.error && <Problem error={download.error} />}
      <Loaded query={query}>{(object) => <Properties bucket={bucket} objectKey={key} object={object} />}</Loaded>
      <TagsTable query={useObjectTags(bucket, key)} manage={tagsHref(bucket, key)} />
      {deleting && (
        <DeleteDialog
          noun="object"
          names={[key]}
          remove={() => deleteObject(bucket, key)}
          dismiss={() => setDeleting(false)}
          done={() => {
            notify('success', `Deleted ${key}.`)
            void navigate(bucketHref(bucket, folder))
          }}
        />
      )}
    </Page>
  )
}

function Properties({
  bucket,
  objectKey,
  object,
}: {
  readonly bucket: string
  readonly objectKey: string
  readonly object: HeadObjectCommandOutput
}) {
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Object overview</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'Last modified', value: <Time at={object.LastModified} /> },
            { label: 'Size', value: sizeText(object.ContentLength ?? 0) },
            { label: 'Storage class', value: object.StorageClass ?? 'STANDARD' },
            { label: 'Key', value: <Copyable text={objectKey} what="key" /> },
            { label: 'S3 URI', value: <Copyable text={`s3://${bucket}/${objectKey}`} what="S3 URI" /> },
            {
              label: 'Amazon Resource Name (ARN)',
              value: <Copyable text={bucketArn(bucket, objectKey)} what="ARN" />,
            },
            { label: 'Entity tag (Etag)', value: object.ETag?.replaceAll('"', '') ?? '-' },
            { label: 'Server-side encryption', value: object.ServerSideEncryption ?? '-' },
            { label: 'Checksum', value: checksumOf(object) },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">Metadata</Header>}>
        <KeyValuePairs columns={3} items={metadataOf(object).map(([label, value]) => ({ label, value }))} />
      </Container>
    </SpaceBetween>
  )
}

const CHECKSUMS = ['ChecksumCRC32', 'ChecksumCRC32C', 'ChecksumCRC64NVME', 'ChecksumSHA1', 'ChecksumSHA256'] as const

function checksumOf(object: HeadObjectCommandOutput): string {
  const member = CHECKSUMS.find((name) => object[name] !== undefined)
  return member ? `${member.slice('Checksum'.length)} ${object[member]}` : '-'
}

/** The system's metadata by the names of their headers, then the user's. */
function metadataOf(object: HeadObjectCommandOutput): readonly (readonly [string, string])[] {
  const system = {
    'Content-Type': object.ContentType,
    'Content-Encoding': object.ContentEncoding,
    'Content-Disposition': object.ContentDisposition,
    'Content-Language': object.ContentLanguage,
    'Cache-Control': object.CacheControl,
  }
  const user = Object.entries(object.Metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value] as const)
  return [...Object.entries(system).flatMap(([name, value]) => (value ? [[name, value] as const] : [])), ...user]
}
