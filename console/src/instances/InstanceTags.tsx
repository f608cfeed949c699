import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { type ShownInstance, tagsOf } from './instances.ts'

/** The tags of an instance, and the way to change them. */
export function InstanceTags({ instance }: { readonly instance: ShownInstance }) {
  const tags = tagsOf(instance)
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${tags.length})`}
          actions={<Button href={`/ec2/instances/${instance.InstanceId}/tags`}>Manage tags</Button>}
        >
          Tags
        </Header>
      }
    >
      {tags.length === 0 ? (
        'This instance has no tags. Manage tags gives it a Name.'
      ) : (
        <KeyValuePairs columns={3} items={tags.map(({ key, value }) => ({ label: key, value: value || '-' }))} />
      )}
    </Container>
  )
}
