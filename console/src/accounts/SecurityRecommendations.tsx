import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { counted } from '../parts/counted.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { useAccountSummary } from './account.ts'
import { READ_UNASKED, useKeysOf, useUserDetails } from './key-ages.ts'
import {
  groupsRecommendation,
  keyAgeRecommendation,
  type Recommendation,
  rootKeyRecommendation,
} from './recommendations.ts'

/** What can be made safer, as far as the account's own answers tell it. */
export function SecurityRecommendations() {
  const summary = useAccountSummary()
  const users = useUserDetails()
  return (
    <Container header={<Header variant="h2">Security recommendations</Header>}>
      <SpaceBetween size="m">
        {/* What the summary was refused for stands where its counts would. */}
        {summary.data && <Advice {...rootKeyRecommendation(summary.data)} />}
        <Loaded query={users}>
          {(details) => (
            <SpaceBetween size="m">
              <Advice {...groupsRecommendation(details)} />
              <KeyAges userNames={details.map(({ UserName = '' }) => UserName)} />
            </SpaceBetween>
          )}
        </Loaded>
      </SpaceBetween>
    </Container>
  )
}

function KeyAges({ userNames }: { readonly userNames: readonly string[] }) {
  const [asked, setAsked] = useState(false)
  const wanted = asked || userNames.length <= READ_UNASKED
  const keys = useKeysOf(userNames, wanted)
  if (wanted) return <Loaded query={keys}>{(found) => <Advice {...keyAgeRecommendation(found, Date.now())} />}</Loaded>
  return (
    <SpaceBetween size="xs">
      <Box>How old the access keys are is one call for each user.</Box>
      <Button onClick={() => setAsked(true)}>Check the keys of {counted(userNames.length, 'user')}</Button>
    </SpaceBetween>
  )
}

/** How many users a recommendation names. */
const NAMED = 50

const Advice = ({ holds, title, advice, users }: Recommendation) => (
  <div>
    <StatusIndicator type={holds ? 'warning' : 'success'}>{title}</StatusIndicator>
    <Box color="text-body-secondary">{advice}</Box>
    {users.length > 0 && (
      <ExpandableSection
        variant="footer"
        headerText={users.length === 1 ? 'Show the user' : `Show the ${counted(users.length, 'user')}`}
      >
        <div className="actions">
          {users.slice(0, NAMED).map((name) => (
            <Link key={name} href={`/iam/users/${name}`}>
              {name}
            </Link>
          ))}
          {users.length > NAMED && <span>and {(users.length - NAMED).toLocaleString()} more</span>}
        </div>
      </ExpandableSection>
    )}
  </div>
)
