import Alert from '@cloudscape-design/components/alert'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { UseQueryResult } from '@tanstack/react-query'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { type LoadedAccount, useOverview } from './access-data.ts'
import { administratorsSentence } from './administrators-sentence.ts'
import { hrefOf, KINDS } from './names.ts'
import type { ToldWay } from './told.ts'
import { Certainty, RouteLine } from './Ways.tsx'

type Route = readonly ToldWay[]

const COLUMNS: readonly Column<Route>[] = [
  {
    header: 'Who',
    value: ([first]) => first?.from.name,
    cell: ([first]) => first && <Link href={hrefOf(first.from.id)}>{first.from.name}</Link>,
    width: 190,
  },
  {
    header: 'Kind',
    value: ([first]) => first && KINDS[first.from.kind].one,
    cell: ([first]) => first && KINDS[first.from.kind].one,
    width: 130,
  },
  { header: 'Steps', value: stepsOf, cell: stepsOf, width: 90 },
  {
    header: 'Way',
    value: (route) => route.map(({ verb, to }) => `${verb} ${to.name}`).join(' '),
    cell: (route) => (
      <div className="way-cell">
        <RouteLine route={route} from={false} />
      </div>
    ),
  },
  {
    header: 'Certain',
    value: (route) => Number(route.every(({ certain }) => certain)),
    cell: (route) => <Certainty ways={route} />,
    width: 150,
  },
]

/** Being one already takes no step. */
function stepsOf(route: Route): number {
  return route.filter(({ kind }) => kind !== 'administrator').length
}

/** Everybody who is an administrator or can become one. */
export function Overview({ account }: { readonly account: LoadedAccount }) {
  const query = useOverview(account)
  // The table asks for a query of rows.
  const rows = { ...query, data: query.data?.routes } as UseQueryResult<readonly Route[]>
  const { count = 0, administrators = 0, incomplete, routes = [] } = query.data ?? {}
  return (
    <SpaceBetween size="l">
      {incomplete && (
        <Alert type="warning" header="Not everything was searched">
          The account is too large to follow every path. What is listed holds; there may be more.
        </Alert>
      )}
      <ResourceTable
        title="Paths to administrator"
        noun="path"
        description={
          query.data &&
          `${administratorsSentence(count - administrators, administrators)}${
            count > routes.length ? ` The first ${routes.length} are listed.` : ''
          } The shortest path of each is shown.`
        }
        query={rows}
        columns={COLUMNS}
        name={([first]) => first?.from.id ?? ''}
        empty="Nobody is allowed everything, or can become so."
      />
    </SpaceBetween>
  )
}
