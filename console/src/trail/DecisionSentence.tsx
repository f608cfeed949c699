import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Icon from '@cloudscape-design/components/icon'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { adviceSentences, type Explanation, outcomeSentence, reasonSentence } from 'rolecall/policy'
import { Actions } from '../parts/Actions.tsx'
import type { Outcome } from './call.ts'
import { DecisionMark } from './DecisionMark.tsx'
import { placesOf } from './next-places.ts'

const MARKS = {
  pass: 'status-positive',
  stop: 'status-negative',
  idle: 'status-warning',
} as const

/** What was decided, in large: the explanation's own sentences, or the server's where the policies do not say it. */
export function DecisionSentence({
  outcome,
  explanation,
  sentence,
}: {
  readonly outcome: Outcome
  readonly explanation?: Explanation
  readonly sentence?: string | undefined
}) {
  const allowed = explanation?.decision.effect === 'allow'
  const failed = outcome === 'failed' && sentence !== undefined && (allowed || !explanation)
  const mark = failed ? 'idle' : allowed || (!explanation && outcome === 'allowed') ? 'pass' : 'stop'
  return (
    <div className="decision-sentence">
      <span className={`gate-mark gate-mark-${mark}`} aria-hidden="true">
        <Icon name={MARKS[mark]} size="large" />
      </span>
      <div>
        <p>{explanation && !failed ? outcomeSentence(explanation) : sentence}</p>
        {explanation && (
          <p>
            {failed && 'The call failed after the policies had allowed it. '}
            {reasonSentence(explanation)}
          </p>
        )}
        <p>
          This call: <DecisionMark outcome={outcome} />
        </p>
      </div>
    </div>
  )
}

/** What to change so that it is allowed, and where. */
export function NextSteps({ explanation }: { readonly explanation: Explanation }) {
  const steps = adviceSentences(explanation)
  if (steps.length === 0) return null
  const { change, tries } = placesOf(explanation)
  return (
    <Container header={<Header variant="h2">What to change</Header>}>
      <SpaceBetween size="s">
        <ol className="steps-to-do">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <Actions>
          {change.map(({ href, text }) => (
            <Button key={href} href={href}>
              {text}
            </Button>
          ))}
          {tries && <Button href={tries}>Try a change</Button>}
        </Actions>
      </SpaceBetween>
    </Container>
  )
}
