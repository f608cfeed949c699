import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { AccountCard } from './AccountCard.tsx'
import { useAccountSummary } from './account.ts'
import { Quotas } from './Quotas.tsx'
import { SecurityRecommendations } from './SecurityRecommendations.tsx'
import './dashboard.css'

const RESOURCES = [
  { label: 'User groups', key: 'Groups', href: '/iam/groups' },
  { label: 'Users', key: 'Users', href: '/iam/users' },
  { label: 'Roles', key: 'Roles', href: '/iam/roles' },
  { label: 'Policies', key: 'Policies', href: '/iam/policies?type=Customer+managed' },
  { label: 'Instance profiles', key: 'InstanceProfiles', href: '/iam/instance-profiles' },
] as const

/** IAM > Dashboard: the page after the sign-in. */
export function Component() {
  const summary = useAccountSummary()
  return (
    <Page title="IAM Dashboard" description="Who is who in this account, and what it holds.">
      <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
        <SpaceBetween size="l">
          <SecurityRecommendations />
          <Container header={<Header variant="h2">IAM resources</Header>}>
            <Loaded query={summary}>
              {(counts) => (
                <div className="iam-resources">
                  {RESOURCES.map(({ label, key, href }) => (
                    <div key={key}>
                      <Box variant="awsui-key-label">{label}</Box>
                      <Link
                        variant="awsui-value-large"
                        href={href}
                        ariaLabel={`${(counts[key] ?? 0).toLocaleString()} ${label}`}
                      >
                        {(counts[key] ?? 0).toLocaleString()}
                      </Link>
                    </div>
                  ))}
                </div>
              )}
            </Loaded>
          </Container>
          {summary.data && (
            <Container
              header={
                <Header
                  variant="h2"
                  description="AWS's defaults. Those of the account are shown for comparison: nothing is refused here because of them."
                >
                  Quotas
                </Header>
              }
            >
              <Quotas counts={summary.data} />
            </Container>
          )}
        </SpaceBetween>
        <SpaceBetween size="l">
          <AccountCard />
          <Container header={<Header variant="h2">Tools</Header>}>
            <SpaceBetween size="s">
              <Tool href="/what-if" name="What if">
                Simulates a call with the policies as they are, or as you would write them.
              </Tool>
              <Tool href="/access" name="Who can?">
                Shows who can become whom, and what each of them reaches.
              </Tool>
              <Tool href="/trail" name="Event history">
                Lists the calls that were made, and says why each was allowed or denied.
              </Tool>
            </SpaceBetween>
          </Container>
        </SpaceBetween>
      </Grid>
    </Page>
  )
}

const Tool = (props: { readonly href: string; readonly name: string; readonly children: string }) => (
  <div>
    <Link href={props.href}>{props.name}</Link>
    <Box color="text-body-secondary" fontSize="body-s">
      {props.children}
    </Box>
  </div>
)
