import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import { callIdOf, failureOf } from '../aws/failure.ts'
import { Copyable } from './Copyable.tsx'
import { HalfDone } from './steps.ts'

/**
 * A failed call: the server's sentence, the request's id, and for a missing permission the way to its explanation. Of a
 * work of several calls also what was done and what was not.
 */
export function Problem({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const steps = error instanceof HalfDone ? error : undefined
  const { title, sentence, encoded, requestId, denied } = failureOf(steps ? steps.cause : error)
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
      {encoded !== undefined && (
        <ExpandableSection headerText="Encoded authorization failure message">
          <Copyable text={encoded} what="Encoded message" />
        </ExpandableSection>
      )}
      {steps && steps.done.length + steps.left.length + steps.changed.length > 0 && <StepsTaken steps={steps} />}
    </Alert>
  )
}

const StepsTaken = ({ steps: { done, failed, left, changed, goesOn } }: { readonly steps: HalfDone }) => (
  <>
    <ul aria-label="What was done and what was not">
      {done.map((what) => (
        <li key={what}>Done: {what}</li>
      ))}
      <li>Failed: {failed}</li>
      {left.map((what) => (
        <li key={what}>Not done: {what}</li>
      ))}
    </ul>
    {goesOn && (
      <Box>
        Another try goes on from what failed: what is done is not done again, as long as this page is open and you
        change nothing of it.
      </Box>
    )}
    {changed.length > 0 && !goesOn && (
      <Box>
        Done before, with what you have changed since: {changed.join(', ')}. Change it back to go on from there.
      </Box>
    )}
  </>
)
