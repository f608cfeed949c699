import Button from '@cloudscape-design/components/button'
import { type Column, type Listed, ResourceTable } from '../parts/ResourceTable.tsx'
import type { EditedTag } from '../parts/TagFields.tsx'

const COLUMNS: readonly Column<EditedTag>[] = [
  { header: 'Key', value: ({ key }) => key, cell: ({ key }) => key },
  { header: 'Value', value: ({ value }) => value, cell: ({ value }) => value || '-' },
]

/** The tags of a bucket or an object. */
export const TagsTable = ({ query, manage }: { readonly query: Listed<EditedTag>; readonly manage: string }) => (
  <ResourceTable
    title="Tags"
    noun="tag"
    description="Key and value pairs, which policies can name in their conditions."
    query={query}
    columns={COLUMNS}
    name={({ key }) => key}
    empty="There are no tags. Edit to add some."
    actions={() => <Button href={manage}>Edit tags</Button>}
  />
)
