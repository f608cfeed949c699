import Link from '@cloudscape-design/components/link'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { useState } from 'react'
import { Time } from '../parts/Time.tsx'
import { shortPrincipal, tailOf } from '../trail/names.ts'
import { BeforeAndAfter } from './BeforeAndAfter.tsx'
import type { ChangedCall } from './recent-calls.ts'

const SIZE = 20

/** The calls that the draft decides otherwise; the chosen one is explained below, before and after. */
export function Changes({ changes }: { readonly changes: readonly ChangedCall[] }) {
  const [page, setPage] = useState(1)
  const [chosen, setChosen] = useState<ChangedCall | undefined>(changes[0])
  const rows = changes.slice((page - 1) * SIZE, page * SIZE)
  return (
    <SpaceBetween size="m">
      <Table
        variant="embedded"
        items={rows}
        trackBy={keyOf}
        selectionType="single"
        selectedItems={chosen ? [chosen] : []}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0])}
        ariaLabels={{
          tableLabel: 'Calls that are decided otherwise',
          selectionGroupLabel: 'Call that is explained',
          itemSelectionLabel: (_, { call, after }) => `Explain ${after.action} of ${shortPrincipal(call.principal)}`,
        }}
        pagination={
          changes.length > SIZE && (
            <Pagination
              currentPageIndex={page}
              pagesCount={Math.ceil(changes.length / SIZE)}
              onChange={({ detail }) => setPage(detail.currentPageIndex)}
              ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page' }}
            />
          )
        }
        columnDefinitions={[
          { id: 'change', header: 'Decision', width: 160, cell: (row) => <ChangeMark {...row} /> },
          {
            id: 'action',
            header: 'Action',
            isRowHeader: true,
            cell: ({ call, after }) => <Link href={`/trail/${call.id}`}>{after.action}</Link>,
          },
          {
            id: 'resource',
            header: 'Resource',
            cell: ({ after }) => <span title={after.resource}>{tailOf(after.resource)}</span>,
          },
          { id: 'principal', header: 'Principal', cell: ({ call }) => shortPrincipal(call.principal) },
          { id: 'time', header: 'Event time', cell: ({ call }) => <Time at={call.time} seconds /> },
        ]}
      />
      {chosen && <BeforeAndAfter key={keyOf(chosen)} before={chosen.before} after={chosen.after} />}
    </SpaceBetween>
  )
}

const keyOf = ({ call, after }: ChangedCall): string => `${call.id} ${after.action} ${after.resource}`

function ChangeMark({ change, whole }: ChangedCall) {
  const text = change === 'newly denied' ? 'Newly denied' : 'Newly allowed'
  if (whole === undefined) return <StatusIndicator type="info">{text}, the call stays denied</StatusIndicator>
  return <StatusIndicator type={change === 'newly denied' ? 'error' : 'success'}>{text}</StatusIndicator>
}
