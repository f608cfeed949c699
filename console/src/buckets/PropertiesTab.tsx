import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { REGIONS } from '../app/region.ts'
import { Copyable } from '../parts/Copyable.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { bucketArn, tagsHref } from './addresses.ts'
import { regionOf } from './bucket-region.ts'
import { useBucketTags, useEncryption, useVersioning } from './settings.ts'
import { TagsTable } from './TagsTable.tsx'

/** What a bucket is and has been set to. */
export function PropertiesTab({ bucket }: { readonly bucket: string }) {
  const region = useQuery({ queryKey: ['bucket', bucket, 'region'], queryFn: () => regionOf(bucket) })
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Bucket overview</Header>}>
        <Loaded query={region}>
          {(name) => (
            <KeyValuePairs
              columns={3}
              items={[
                { label: 'AWS Region', value: `${REGIONS[name] ?? ''} ${name}`.trim() },
                {
                  label: 'Amazon Resource Name (ARN)',
                  value: <Copyable text={bucketArn(bucket)} what="ARN" />,
                },
              ]}
            />
          )}
        </Loaded>
      </Container>
      <Container header={<Header variant="h2">Bucket Versioning</Header>}>
        <Loaded query={useVersioning(bucket)}>
          {(status) => (
            <KeyValuePairs
              items={[
                {
                  label: 'Bucket Versioning',
                  value: `${status}. This server keeps the last version of an object only.`,
                },
              ]}
            />
          )}
        </Loaded>
      </Container>
      <TagsTable query={useBucketTags(bucket)} manage={tagsHref(bucket)} />
      <Container header={<Header variant="h2">Default encryption</Header>}>
        <Loaded query={useEncryption(bucket)}>
          {({ ApplyServerSideEncryptionByDefault, BucketKeyEnabled }) => (
            <KeyValuePairs
              columns={3}
              items={[
                { label: 'Encryption type', value: ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? '-' },
                { label: 'Bucket Key', value: BucketKeyEnabled ? 'Enabled' : 'Disabled' },
              ]}
            />
          )}
        </Loaded>
      </Container>
    </SpaceBetween>
  )
}
