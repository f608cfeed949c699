import type { PolicyVersion } from '@aws-sdk/client-iam'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { Loaded } from '../parts/Loaded.tsx'
import { PolicyText } from '../parts/PolicyText.tsx'
import { shownPolicy } from '../parts/policy-text.ts'
import { useVersionText } from './policies.ts'
import { TextChanges } from './TextChanges.tsx'

/** The text of one version, or what changed between two; they come newest first. */
export function VersionTexts({ arn, versions }: { readonly arn: string; readonly versions: readonly PolicyVersion[] }) {
  const [newer, older] = versions
  if (newer?.VersionId === undefined || versions.length > 2) return null
  if (older?.VersionId === undefined) return <OneVersion arn={arn} id={newer.VersionId} />
  return <TwoVersions arn={arn} from={older.VersionId} to={newer.VersionId} />
}

const OneVersion = ({ arn, id }: { readonly arn: string; readonly id: string }) => (
  <Container header={<Header variant="h2">{`Version ${id}`}</Header>}>
    <Loaded query={useVersionText(arn, id)}>
      {(document) => <PolicyText document={document} label={`Text of version ${id}`} />}
    </Loaded>
  </Container>
)

function TwoVersions({ arn, from, to }: { readonly arn: string; readonly from: string; readonly to: string }) {
  const before = useVersionText(arn, from)
  const after = useVersionText(arn, to)
  return (
    <Container header={<Header variant="h2">{`Changes from ${from} to ${to}`}</Header>}>
      <Loaded query={before}>
        {(first) => (
          <Loaded query={after}>
            {(second) => (
              <TextChanges
                before={shownPolicy(first)}
                after={shownPolicy(second)}
                label={`Changes from ${from} to ${to}`}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Container>
  )
}
