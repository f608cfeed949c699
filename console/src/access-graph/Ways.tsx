import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Link from '@cloudscape-design/components/link'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { Fragment } from 'react'
import { PolicyText } from '../parts/PolicyText.tsx'
import type { GraphNode } from './account.ts'
import { hrefOf, KINDS } from './names.ts'
import type { ToldWay } from './told.ts'

const PlaceLink = ({ node }: { readonly node: GraphNode }) => <Link href={hrefOf(node.id)}>{node.name}</Link>

const KindOf = ({ node }: { readonly node: GraphNode }) => (
  <Box variant="span" color="text-body-secondary" fontSize="body-s">
    ({KINDS[node.kind].one.toLowerCase()})
  </Box>
)

/** A route in one line: `mallory may assume deployer, which may attach any policy to itself`. */
export function RouteLine({ route, from = true }: { readonly route: readonly ToldWay[]; readonly from?: boolean }) {
  return (
    <span className="route">
      {route.map((way, index) => (
        <Fragment key={way.from.id}>
          {index === 0 && from && <PlaceLink node={way.from} />}
          {index > 0 && ', which'} {way.verb}
          {way.to.kind !== 'administrator' && (
            <>
              {' '}
              <PlaceLink node={way.to} />
            </>
          )}
        </Fragment>
      ))}
    </span>
  )
}

export function Certainty({ ways }: { readonly ways: readonly ToldWay[] }) {
  const blocked = ways.find((way) => way.blocked !== undefined)
  if (blocked) return <StatusIndicator type="stopped">Blocked</StatusIndicator>
  return ways.every(({ certain }) => certain) ? (
    <StatusIndicator type="success">Certain</StatusIndicator>
  ) : (
    <StatusIndicator type="pending">Conditional</StatusIndicator>
  )
}

/** A route step by step, each with the statements that allow it. */
export const RouteSteps = ({ route }: { readonly route: readonly ToldWay[] }) => (
  <ol className="ways" aria-label="Steps">
    {route.map((way) => (
      <li key={`${way.from.id} ${way.verb} ${way.to.id}`}>
        <OneWay way={way} />
      </li>
    ))}
  </ol>
)

/** Ways side by side. */
export const WayList = ({ ways, label }: { readonly ways: readonly ToldWay[]; readonly label: string }) => (
  <ul className="ways" aria-label={label}>
    {ways.map((way) => (
      <li key={`${way.from.id} ${way.verb} ${way.to.id}`}>
        <OneWay way={way} />
      </li>
    ))}
  </ul>
)

function OneWay({ way }: { readonly way: ToldWay }) {
  const { from, to, verb, conditions, blocked, steps } = way
  return (
    <>
      <div className="way">
        <span>
          <PlaceLink node={from} /> <KindOf node={from} /> {verb}{' '}
          {to.kind !== 'administrator' && (
            <>
              <PlaceLink node={to} /> <KindOf node={to} />
            </>
          )}
        </span>
        <Certainty ways={[way]} />
      </div>
      {blocked !== undefined && <Box color="text-status-error">But {blocked}.</Box>}
      {conditions.map((condition) => (
        <Box key={condition} color="text-body-secondary">
          {condition}
        </Box>
      ))}
      {steps.length > 0 && (
        <ExpandableSection
          variant="inline"
          headerText="Why"
          headingTagOverride="h4"
          headerAriaLabel={`Why ${from.name} ${verb} ${to.name}`}
        >
          {steps.map(({ asked, evidence }) => (
            <div key={asked} className="why">
              <Box color="text-body-secondary">{asked}</Box>
              {evidence.map(({ sentence, text }) => (
                <Fragment key={sentence}>
                  <Box>{sentence}</Box>
                  {text !== '' && <PolicyText document={text} label={sentence} />}
                </Fragment>
              ))}
            </div>
          ))}
        </ExpandableSection>
      )}
    </>
  )
}
