import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { callIdOf, failureOf } from '../aws/failure.ts'

/** A failed call: the server's sentence, the request's id, and for a missing permission the way to its explanation. */
export function Problem({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { title, sentence, requestId, denied } = failureOf(error)
  const why = denied && requestId !== undefined
  return (
    <Alert
      type="error"
      header={title}
      action={
        why ? (
          <Button href={`/trail/${callIdOf(requestId)}`}>Why?</Button>
        ) : (
          retry && <Button onClick={retry}>Try again</Button>
        )
      }
    >
      {sentence}
      {requestId !== undefined && (
        <Box color="text-body-secondary" fontSize="body-s">
          Request ID: {requestId}
        </Box>
      )}
    </Alert>
  )
}
