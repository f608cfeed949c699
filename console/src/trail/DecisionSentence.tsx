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

/** What was decided, in large: the explanation's own sentences, or the server's where there is none. */
export function DecisionSentence({
  outcome,
  explanation,
  sentence,
}: {
  readonly outcome: Outcome
  readonly explanation?: Explanation
  readonly sentence?: string
}) {
  const refused = explanation ? explanation.decision.effect !== 'allow' : outcome !== 'allowed'
  return (
    <div className="decision-sentence">
      <span className={`gate-mark gate-mark-${refused ? 'stop' : 'pass'}`} aria-hidden="true">
        <Icon name={refused ? 'status-negative' : 'status-positive'} size="large" />
      </span>
      <div>
        <p>{explanation ? outcomeSentence(explanation) : sentence}</p>
        {explanation && <p>{reasonSentence(explanation)}</p>}
        <p>
          <DecisionMark outcome={outcome} />
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
