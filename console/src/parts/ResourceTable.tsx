import { useCollection } from '@cloudscape-design/collection-hooks'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { type ReactNode, useState } from 'react'
import { Actions } from './Actions.tsx'
import { answered } from './answered.ts'
import { counted } from './counted.ts'
import { nearestFirst } from './nearest-first.ts'
import { Problem } from './Problem.tsx'
import { useTitle } from './use-title.ts'
import { useWide } from './use-wide.ts'

const PAGE_SIZE = 50

export interface Column<Item> {
  readonly header: string
  /** What the cell shows. */
  readonly cell: (item: Item) => ReactNode
  /** What the column is sorted and searched by; absent: neither. */
  readonly value?: (item: Item) => string | number | undefined
  /** In pixels, where the window is wide; absent: what it shows needs. */
  readonly width?: number
  /** Left out where the window is narrow; the search finds it all the same. */
  readonly wideOnly?: boolean
}

/** What a table lists, as queries of react-query answer it. */
export interface Listed<Item> {
  readonly data: readonly Item[] | undefined
  readonly error: unknown
  readonly isPending: boolean
  readonly isFetching: boolean
  /** Absent for what stands in the page alone. */
  readonly refetch?: () => unknown
  /** Loads the next of what the server has more of; absent: everything is here. */
  readonly more?: (() => unknown) | undefined
}

export interface ResourceTableProps<Item> {
  /** The table's heading and what messages call the resources: `Roles`. */
  readonly title: string
  /** One of them: `role`. */
  readonly noun: string
  readonly query: Listed<Item>
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
  /** A search that the server does, in place of the table's own over what is loaded. */
  readonly search?: ServerSearch
  /** Further filters beside the search. */
  readonly filter?: ReactNode
  readonly variant?: TableProps['variant']
  /** `top` where a cell can be much higher than its neighbours. */
  readonly rowAlign?: TableProps['cellVerticalAlign']
}

export interface ServerSearch {
  /** `Find objects by prefix`. */
  readonly label: string
  readonly text: string
  readonly change: (text: string) => void
}

/** The one way to list: search, sort, pages of 50, selection, an empty state that says what to do. */
export function ResourceTable<Item>(props: ResourceTableProps<Item>) {
  const { title, noun, query, columns, name, selection, heading = 'h2' } = props
  const [ownSelected, setOwnSelected] = useState<readonly Item[]>([])
  const { selected = ownSelected, onSelect: setSelected = setOwnSelected } = props
  useTitle(heading === 'h1' ? title : undefined)
  const wide = useWide()
  const all = query.data ?? []
  const [sought, setSought] = useState('')
  const ordered = nearestFirst(all, name, sought)
  const { items, filterProps, paginationProps, collectionProps, filteredItemsCount } = useCollection(ordered, {
    filtering: {
      filteringFunction: (item, text) => matches(columns, item, text),
      empty: <Empty>{props.search?.text ? `No ${noun} matches.` : props.empty}</Empty>,
      noMatch: <Empty>No {noun} matches.</Empty>,
    },
    pagination: { pageSize: PAGE_SIZE },
    sorting: {},
  })
  if (query.error && answered(query) === undefined) {
    return (
      <SpaceBetween size="m">
        {heading === 'h1' && <Header variant="h1">{title}</Header>}
        <Problem error={query.error} {...(query.refetch && { retry: query.refetch })} />
      </SpaceBetween>
    )
  }
  // Read anew the list is another: what is gone is no longer selected, and what is there is as it is now.
  const held = props.selected ?? stillListed(selected, all, name)
  return (
    <Table
      {...collectionProps}
      items={[...items]}
      columnDefinitions={columns
        .filter(({ wideOnly }) => wide || !wideOnly)
        .map((column) => definitionOf(column, wide))}
      trackBy={name}
      loading={query.isPending}
      loadingText={`Loading ${title.toLowerCase()}`}
      stickyHeader
      cellVerticalAlign={props.rowAlign ?? 'middle'}
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
          counter={
            query.isPending ? '' : `(${held.length > 0 ? `${held.length}/` : ''}${all.length}${query.more ? '+' : ''})`
          }
          description={props.description}
          actions={
            <Actions>
              {query.refetch && !props.fixed && (
                <Button
                  iconName="refresh"
                  formAction="none"
                  ariaLabel={`Refresh ${title.toLowerCase()}`}
                  loading={query.isFetching && !query.isPending}
                  onClick={() => void query.refetch?.()}
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
            {props.search ? (
              <SearchField {...props.search} />
            ) : (
              <TextFilter
                {...filterProps}
                onChange={(event) => {
                  filterProps.onChange(event)
                  setSought(event.detail.filteringText)
                }}
                filteringPlaceholder={`Find ${title.toLowerCase()}`}
                filteringAriaLabel={`Find ${title.toLowerCase()}`}
                filteringClearAriaLabel="Clear search"
                countText={counted(filteredItemsCount ?? 0, 'match', 'matches')}
              />
            )}
          </div>
          {props.filter}
        </SpaceBetween>
      }
      pagination={
        <Pagination
          {...paginationProps}
          openEnd={query.more !== undefined}
          onNextPageClick={({ detail }) => {
            if (!detail.requestedPageAvailable) query.more?.()
          }}
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

/** As the list has them now: one may be in another state since it was selected. */
function stillListed<Item>(selected: readonly Item[], all: readonly Item[], name: (item: Item) => string) {
  if (selected.length === 0) return selected
  const names = new Set(selected.map(name))
  return all.filter((item) => names.has(name(item)))
}

/** Asks the server when nobody has typed for a moment. */
function SearchField({ label, text, change }: ServerSearch) {
  const [typed, setTyped] = useState(text)
  return (
    <TextFilter
      filteringText={typed}
      filteringPlaceholder={label}
      filteringAriaLabel={label}
      filteringClearAriaLabel="Clear search"
      onChange={({ detail }) => setTyped(detail.filteringText)}
      onDelayedChange={({ detail }) => change(detail.filteringText)}
    />
  )
}

const Empty = ({ children }: { readonly children: ReactNode }) => (
  <Box textAlign="center" color="inherit" padding="m">
    {children}
  </Box>
)

function definitionOf<Item>(
  { header, cell, value, width }: Column<Item>,
  wide: boolean,
): TableProps.ColumnDefinition<Item> {
  return {
    id: header,
    header,
    cell,
    ...(width !== undefined && wide && { width }),
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
