import Button from '@cloudscape-design/components/button'
import { type ReactNode, useState } from 'react'
import { ResourceTable, type ResourceTableProps } from './ResourceTable.tsx'

/** What the dialog that deletes the selected is handed. */
interface Deletion {
  readonly dismiss: () => void
  /** To be called when they are gone: the list is read anew. */
  readonly done: () => void
}

/** The page of a kind of resource: its list, the button that creates one, and the one that deletes what is selected. */
export function ListPage<Item>({
  create,
  deletion,
  ...list
}: Pick<ResourceTableProps<Item>, 'title' | 'noun' | 'description' | 'query' | 'columns' | 'name' | 'empty'> & {
  readonly create: { readonly text: string; readonly href: string }
  readonly deletion: (selected: readonly Item[], dialog: Deletion) => ReactNode
}) {
  const [deleting, setDeleting] = useState<readonly Item[]>()
  const dismiss = () => setDeleting(undefined)
  const done = () => {
    dismiss()
    void list.query.refetch?.()
  }
  return (
    <>
      <ResourceTable
        {...list}
        heading="h1"
        selection="multi"
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              disabledReason={`Select the ${list.title.toLowerCase()} to delete.`}
              onClick={() => setDeleting(selected)}
            >
              Delete
            </Button>
            <Button variant="primary" href={create.href}>
              {create.text}
            </Button>
          </>
        )}
      />
      {deleting && deletion(deleting, { dismiss, done })}
    </>
  )
}
