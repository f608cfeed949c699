import { useCollection } from '@cloudscape-design/collection-hooks'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Actions } from './Actions.tsx'
import { Problem } from './Problem.tsx'

const PAGE_SIZE = 50

export interface Column<Item> {
  readonly header: string
  /** What the cell shows. */
  readonly cell: (item: Item) => ReactNode
  /** What the column is sorted and searched by; absent: neither. */
  readonly value?: (item: Item) => string | number | undefined
  readonly width?: number
}

export interface ResourceTableProps<Item> {
  /** The table's heading and what messages call the resources: `Roles`. */
  readonly title: string
  /** One of them: `role`. */
  readonly noun: string
  readonly query: UseQueryResult<readonly Item[]>
  readonly columns: readonly Column<Item>[]
  /** What tells one from the others; the name that a screen reader says. */
  readonly name: (item: Item) => string
  readonly description?: ReactNode
  /** Buttons; they are handed what is selected and how to read the list anew. */
  readonly actions?: (selected: readonly Item[], clear: () => void) => ReactNode
  readonly selection?: 'single' | 'multi'
  /** What is selected where the page holds it itself, through every search and filter; absent: the table holds it. */
  readonly selected?: readonly Item[]
  readonly onSelect?: (selected: readonly Item[]) => void
  /** What an empty list says one can do. */
  readonly empty: ReactNode
  /** `h1` where the table is the page. */
  readonly heading?: 'h1' | 'h2' | 'h3'
  /** Nothing that could be read anew: no button for it. */
  readonly fixed?: boolean
  /** Further filters beside the search. */
  readonly filter?: ReactNode
  readonly variant?: TableProps['variant']
}

/** The one way to list: search, sort, pages of 50, selection, an empty state that says what to do. */
export function ResourceTable<Item>(props: ResourceTableProps<Item>) {
  const { title, noun, query, columns, name, selection, heading = 'h2' } = props
  const [ownSelected, setOwnSelected] = useState<readonly Item[]>([])
  const { selected = ownSelected, onSelect: setSelected = setOwnSelected } = props
  const all = query.data ?? []
  const { items, filterProps, paginationProps, collectionProps, filteredItemsCount } = useCollection(all, {
    filtering: {
      filteringFunction: (item, text) => matches(columns, item, text),
      empty: <Empty>{props.empty}</Empty>,
      noMatch: <Empty>No {noun} matches.</Empty>,
    },
    pagination: { pageSize: PAGE_SIZE },
    sorting: {},
  })
  if (query.error && query.data === undefined) return <Problem error={query.error} retry={() => void query.refetch()} />
  // After a deletion the list is another; what is gone is no longer selected.
  const held = props.selected ?? stillListed(selected, all, name)
  return (
    <Table
      {...collectionProps}
      items={[...items]}
      columnDefinitions={columns.map((column) => definitionOf(column))}
      trackBy={name}
      loading={query.isPending}
      loadingText={`Loading ${title.toLowerCase()}`}
      stickyHeader
      variant={props.variant ?? (heading === 'h1' ? 'full-page' : 'container')}
      enableKeyboardNavigation
      {...(selection && { selectionType: selection })}
      selectedItems={held}
      onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
      ariaLabels={{
        tableLabel: title,
        selectionGroupLabel: `${title} selection`,
        allItemsSelectionLabel: () => `Select all ${title.toLowerCase()}`,
        itemSelectionLabel: (_, item) => `Select ${name(item)}`,
      }}
      header={
        <Header
          variant={heading === 'h1' ? 'awsui-h1-sticky' : heading}
          counter={query.isPending ? '' : `(${held.length > 0 ? `${held.length}/` : ''}${all.length})`}
          description={props.description}
          actions={
            <Actions>
              {!props.fixed && (
                <Button
                  iconName="refresh"
                  formAction="none"
                  ariaLabel={`Refresh ${title.toLowerCase()}`}
                  loading={query.isFetching && !query.isPending}
                  onClick={() => void query.refetch()}
                />
              )}
              {props.actions?.(held, () => setSelected([]))}
            </Actions>
          }
        >
          {title}
        </Header>
      }
      filter={
        <SpaceBetween direction="horizontal" size="xs">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: in a form, the Enter that ends a search is not the form's. */}
          <div onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}>
            <TextFilter
              {...filterProps}
              filteringPlaceholder={`Find ${title.toLowerCase()}`}
              filteringAriaLabel={`Find ${title.toLowerCase()}`}
              filteringClearAriaLabel="Clear search"
              countText={`${filteredItemsCount ?? 0} ${filteredItemsCount === 1 ? 'match' : 'matches'}`}
            />
          </div>
          {props.filter}
        </SpaceBetween>
      }
      pagination={
        <Pagination
          {...paginationProps}
          ariaLabels={{
            nextPageLabel: 'Next page',
            previousPageLabel: 'Previous page',
            pageLabel: (page) => `Page ${page}`,
          }}
        />
      }
    />
  )
}

function stillListed<Item>(selected: readonly Item[], all: readonly Item[], name: (item: Item) => string) {
  if (selected.length === 0) return selected
  const names = new Set(all.map(name))
  return selected.filter((item) => names.has(name(item)))
}

const Empty = ({ children }: { readonly children: ReactNode }) => (
  <Box textAlign="center" color="inherit" padding="m">
    {children}
  </Box>
)

function definitionOf<Item>({ header, cell, value, width }: Column<Item>): TableProps.ColumnDefinition<Item> {
  return {
    id: header,
    header,
    cell,
    ...(width !== undefined && { width }),
    ...(value && { sortingComparator: (a, b) => compare(value(a), value(b)) }),
  }
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a ?? '').localeCompare(String(b ?? ''))
}

function matches<Item>(columns: readonly Column<Item>[], item: Item, text: string): boolean {
  const wanted = text.toLowerCase()
  return columns.some(({ value }) =>
    String(value?.(item) ?? '')
      .toLowerCase()
      .includes(wanted),
  )
}
