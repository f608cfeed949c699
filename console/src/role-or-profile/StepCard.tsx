import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { Copyable } from '../parts/Copyable.tsx'
import { Problem } from '../parts/Problem.tsx'
import type { Exchange } from './exchange.ts'
import { type Run, runStep, stopWaiting, useLesson } from './lesson.ts'
import type { Step } from './step.ts'

/** One step: what it does, the button that does it, and what went over the wire. */
export function StepCard({ step, number }: { readonly step: Step; readonly number: number }) {
  const { runs, facts } = useLesson()
  const run = runs[step.id]
  const blocked = step.after !== undefined && runs[step.after]?.state !== 'done'
  const running = run?.state === 'running'
  return (
    <Container
      header={
        <Header
          variant="h3"
          actions={
            running && step.command ? (
              <Button onClick={stopWaiting}>Stop waiting</Button>
            ) : (
              <Button
                loading={running}
                disabled={blocked}
                disabledReason="Run the steps before this one first."
                ariaLabel={`Run this step: ${step.title}`}
                onClick={() => void runStep(step)}
              >
                Run this step
              </Button>
            )
          }
        >
          {number}. {step.title}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Box>{step.says}</Box>
        {step.command && !blocked && (
          <div className="command">
            <Copyable text={step.command(facts)} what="Command" />
          </div>
        )}
        {run && <Outcome run={run} waits={step.command !== undefined} />}
      </SpaceBetween>
    </Container>
  )
}

function Outcome({ run: { state, exchanges, error }, waits }: { readonly run: Run; readonly waits: boolean }) {
  return (
    <>
      {state === 'done' && <StatusIndicator type="success">Done</StatusIndicator>}
      {state === 'running' && (
        <StatusIndicator type="in-progress">{waits ? 'Waiting for the instance' : 'Running'}</StatusIndicator>
      )}
      {exchanges.map((exchange, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: exchanges are only ever added at the end.
        <Wire key={index} exchange={exchange} />
      ))}
      {state === 'failed' && <Problem error={error} />}
    </>
  )
}

function Wire({ exchange: { operation, request, answer, trailHref, refused } }: { readonly exchange: Exchange }) {
  return (
    <ExpandableSection
      variant="inline"
      headerText={`${operation}${refused ? ': refused' : ''}`}
      headerActions={
        trailHref && (
          <Link href={trailHref} ariaLabel={`How it was decided: ${operation}`}>
            How it was decided
          </Link>
        )
      }
    >
      <SpaceBetween size="xs">
        <Text label={`Request of ${operation}`} text={request} />
        <Text label={`Answer to ${operation}`} text={answer} />
      </SpaceBetween>
    </ExpandableSection>
  )
}

const Text = ({ label, text }: { readonly label: string; readonly text: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard as well.
  <section aria-label={label} tabIndex={0} className="wire">
    <pre className="policy-text">{text}</pre>
  </section>
)
