import './instances.css'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useParams } from 'react-router'
import { Actions } from '../parts/Actions.tsx'
import { Page } from '../parts/Page.tsx'
import { Problem } from '../parts/Problem.tsx'
import { crumbsTo } from './crumbs.ts'
import { idAndName, isTerminated } from './instances.ts'
import { MetadataTree } from './MetadataTree.tsx'
import { useMetadata } from './metadata.ts'
import type { MetadataSources } from './metadata-tree.ts'
import { metadataTree } from './metadata-tree.ts'
import { RoleCredentials } from './RoleCredentials.tsx'

/** What an instance finds at 169.254.169.254 right now, as far as public APIs tell it. */
export function Component() {
  const { id = '' } = useParams()
  const { sources, error, refetch } = useMetadata(id)
  return (
    <Page
      title="Instance metadata"
      description={`What ${sources ? idAndName(sources.instance) : id} finds at http://169.254.169.254.`}
      above={crumbsTo(id)}
      subject={{ data: sources, error }}
      actions={
        <Actions>
          <Button href={`/ec2/instances/${id}/connect`}>Connect</Button>
          <Button href={`/ec2/instances/${id}/metadata-options`}>Modify instance metadata options</Button>
        </Actions>
      }
    >
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!sources && !error && (
        <Box textAlign="center" padding="xl">
          <Spinner size="large" /> Loading
        </Box>
      )}
      {sources && (isTerminated(sources.instance) ? <Gone /> : <Metadata sources={sources} live={!error} />)}
    </Page>
  )
}

const Gone = () => <Alert type="info">A terminated instance has no metadata.</Alert>

function Metadata({ sources, live }: { readonly sources: MetadataSources; readonly live: boolean }) {
  const { InstanceId: id = '', State, MetadataOptions: options = {} } = sources.instance
  return (
    <SpaceBetween size="l">
      {State?.Name !== 'running' && (
        <Alert type="warning">
          The instance is {State?.Name}: nothing runs on it that could ask. This is what it would find.
        </Alert>
      )}
      {options.HttpEndpoint === 'disabled' && (
        <Alert type="warning" header="Every request is answered 403">
          The instance metadata service is disabled. This is what is there once the{' '}
          <Link href={`/ec2/instances/${id}/metadata-options`}>metadata options</Link> enable it.
        </Alert>
      )}
      <RoleCredentials instanceId={id} source={sources.profile} tokens={options.HttpTokens} />
      <Container
        header={
          <Header
            variant="h2"
            description="As EC2, IAM and the trail tell it. Secrets are masked; what only the instance learns is marked."
            info={
              <StatusIndicator type={live ? 'success' : 'warning'}>{live ? 'Live' : 'Not current'}</StatusIndicator>
            }
          >
            latest/
          </Header>
        }
      >
        <MetadataTree root={metadataTree(sources)} />
      </Container>
    </SpaceBetween>
  )
}
