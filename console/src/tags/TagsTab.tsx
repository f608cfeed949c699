import Button from '@cloudscape-design/components/button'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import type { EditedTag } from '../parts/TagFields.tsx'
import { manageTagsHref } from './area.ts'
import { type Tagged, useTags } from './tagged.ts'

const COLUMNS: readonly Column<EditedTag>[] = [
  { header: 'Key', value: ({ key }) => key, cell: ({ key }) => key },
  { header: 'Value', value: ({ value }) => value, cell: ({ value }) => value || '-' },
]

/** The tab Tags of a role, a user, a policy, an instance profile or an instance. */
export const TagsTab = ({ tagged }: { readonly tagged: Tagged }) => (
  <ResourceTable
    title="Tags"
    noun="tag"
    description="Key and value pairs, which policies can name in their conditions."
    query={useTags(tagged)}
    columns={COLUMNS}
    name={({ key }) => key}
    empty="There are no tags. Manage tags to add some."
    actions={() => <Button href={manageTagsHref(tagged)}>Manage tags</Button>}
  />
)
