import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import Tabs from '@cloudscape-design/components/tabs'
import { useNavigate, useSearchParams } from 'react-router'
import { Actions } from '../parts/Actions.tsx'
import { Copyable } from '../parts/Copyable.tsx'
import { counted } from '../parts/counted.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Problem } from '../parts/Problem.tsx'
import { type LoadedAccount, useAdministratorRoute, useView } from './access-data.ts'
import { Drawing } from './Drawing.tsx'
import { hrefOf, KINDS, resourceHref } from './names.ts'
import type { ToldWay } from './told.ts'
import type { Permission, View } from './view.ts'
import { RouteLine, RouteSteps, WayList } from './Ways.tsx'

/** One place of the graph: the drawing around it, and the same in lists. */
export function Place({ account, id }: { readonly account: LoadedAccount; readonly id: string }) {
  const query = useView(account, id)
  return (
    <Loaded query={query}>
      {({ view }) =>
        view ? (
          <Found account={account} view={view} />
        ) : (
          <Alert type="warning" header="There is no such place">
            The account has nothing with the id {id}, and no policy on a role or bucket names it.
          </Alert>
        )
      }
    </Loaded>
  )
}

function Found({ account, view }: { readonly account: LoadedAccount; readonly view: View }) {
  const { node } = view
  const route = useAdministratorRoute(account, node.id)
  const own = resourceHref(node)
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description={view.note}
            actions={
              <Actions>
                <Button href="/access">Paths to administrator</Button>
                {own !== undefined && <Button href={own}>Open the {KINDS[node.kind].one.toLowerCase()}</Button>}
              </Actions>
            }
          >
            {KINDS[node.kind].one} {node.name}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {node.id !== '*' && <Copyable text={node.id} what={node.id.startsWith('arn:') ? 'ARN' : 'Name'} />}
          <Drawing view={view} route={route.data ?? []} />
        </SpaceBetween>
      </Container>
      {node.kind !== 'bucket' && <ToAdministrator name={node.name} route={route.data} error={route.error} />}
      <Lists view={view} />
    </SpaceBetween>
  )
}

function ToAdministrator({
  name,
  route,
  error,
}: {
  readonly name: string
  readonly route: readonly ToldWay[] | undefined
  readonly error: Error | null
}) {
  const steps = route?.filter(({ kind }) => kind !== 'administrator').length ?? 0
  return (
    <Container header={<Header variant="h2">Way to administrator</Header>}>
      {error && <Problem error={error} />}
      {!route && !error && (
        <Box>
          <Spinner /> Searching
        </Box>
      )}
      {route?.length === 0 && (
        <StatusIndicator type="success">No way from {name} to an administrator was found.</StatusIndicator>
      )}
      {route && route.length > 0 && (
        <SpaceBetween size="s">
          <StatusIndicator type="warning">
            {steps === 0 ? `${name} is an administrator.` : `${counted(steps, 'step')} away:`}
          </StatusIndicator>
          <RouteSteps route={route} />
        </SpaceBetween>
      )}
    </Container>
  )
}

function Lists({ view }: { readonly view: View }) {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const { node } = view
  const isBucket = node.kind === 'bucket'
  return (
    <Container>
      <Tabs
        ariaLabel={`About ${node.name}`}
        activeTabId={params.get('tab') ?? 'into'}
        onChange={({ detail }) => void navigate(`${hrefOf(node.id)}&tab=${detail.activeTabId}`, { replace: true })}
        tabs={[
          {
            id: 'into',
            label: `Who can ${isBucket ? 'reach' : 'become'} it (${view.intoCount + view.reachedBy.length})`,
            content: (
              <WaysAndRoutes
                ways={view.into}
                count={view.intoCount}
                routes={view.reachedBy}
                incomplete={view.incomplete}
                none={`Nobody was found who can ${isBucket ? 'reach' : 'become'} ${node.name}.`}
              />
            ),
          },
          ...(isBucket
            ? []
            : [
                {
                  id: 'outOf',
                  label: `What it can become (${view.outOfCount + view.reaches.length})`,
                  content: (
                    <WaysAndRoutes
                      ways={view.outOf}
                      count={view.outOfCount}
                      routes={view.reaches}
                      incomplete={view.incomplete}
                      none={`${node.name} can become nobody else.`}
                    />
                  ),
                },
                {
                  id: 'buckets',
                  label: `Which buckets it reaches (${view.bucketCount})`,
                  content: (
                    <WaysAndRoutes
                      ways={view.buckets}
                      count={view.bucketCount}
                      routes={[]}
                      incomplete={false}
                      none={`No bucket was found that ${node.name} reaches.`}
                    />
                  ),
                },
              ]),
          {
            id: 'permissions',
            label: `What its policies say (${view.permissions.length})`,
            content: <Permissions permissions={view.permissions} />,
          },
        ]}
      />
    </Container>
  )
}

function WaysAndRoutes(props: {
  readonly ways: readonly ToldWay[]
  readonly count: number
  readonly routes: View['reaches']
  readonly incomplete: boolean
  readonly none: string
}) {
  const { ways, count, routes, incomplete, none } = props
  if (count + routes.length === 0) return <Box color="text-body-secondary">{none}</Box>
  return (
    <SpaceBetween size="l">
      {ways.length > 0 && (
        <section>
          <Header variant="h3" {...(count > ways.length && { description: `The first ${ways.length} of ${count}.` })}>
            In one step
          </Header>
          <WayList ways={ways} label="In one step" />
        </section>
      )}
      {routes.length > 0 && (
        <section>
          <Header variant="h3" {...(incomplete && { description: 'There are more; the search ended here.' })}>
            Over several steps
          </Header>
          <ul className="ways" aria-label="Over several steps">
            {routes.map((route) => (
              <li key={`${route[0]?.from.id} ${route.at(-1)?.to.id}`}>
                <RouteLine route={route} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </SpaceBetween>
  )
}

const Permissions = ({ permissions }: { readonly permissions: readonly Permission[] }) => (
  <Table
    variant="embedded"
    items={[...permissions]}
    wrapLines
    enableKeyboardNavigation
    ariaLabels={{ tableLabel: 'What its policies say' }}
    empty="There is no policy. What a policy on another resource says of it is not looked at here."
    columnDefinitions={[
      {
        id: 'effect',
        header: 'Effect',
        cell: ({ effect, limit }) => (limit ? `${effect} at most` : effect),
        width: 130,
      },
      { id: 'actions', header: 'Actions', cell: ({ actions }) => actions },
      { id: 'resources', header: 'Resources', cell: ({ resources }) => resources },
      { id: 'when', header: 'Conditions', cell: ({ conditional }) => (conditional ? 'Yes' : 'None'), width: 110 },
      { id: 'policy', header: 'Policy', cell: ({ policy }) => policy, width: 180 },
    ]}
  />
)
