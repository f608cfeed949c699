import { useParams, useSearchParams } from 'react-router'
import { Page } from '../parts/Page.tsx'
import { PageTabs } from '../parts/PageTabs.tsx'
import { lastPart, pathAbove } from './addresses.ts'
import './buckets.css'
import { ObjectsTable } from './objects/ObjectsTable.tsx'
import { PropertiesTab } from './PropertiesTab.tsx'
import { PermissionsTab } from './permissions/PermissionsTab.tsx'

/** S3 > a bucket, or a folder in it: `?prefix=images/`. */
export function Component() {
  const { bucket = '' } = useParams()
  const [search] = useSearchParams()
  const folder = search.get('prefix') ?? ''
  // What has been selected and typed is another folder's.
  const objects = <ObjectsTable key={`${bucket} ${folder}`} bucket={bucket} folder={folder} />
  if (folder !== '')
    return (
      <Page title={lastPart(folder)} above={pathAbove(bucket, folder)}>
        {objects}
      </Page>
    )
  return (
    <Page title={bucket} above={[{ text: 'Buckets', href: '/s3' }]}>
      <PageTabs
        label="Bucket"
        tabs={[
          { id: 'objects', label: 'Objects', content: objects },
          { id: 'properties', label: 'Properties', content: <PropertiesTab bucket={bucket} /> },
          { id: 'permissions', label: 'Permissions', content: <PermissionsTab bucket={bucket} /> },
        ]}
      />
    </Page>
  )
}
