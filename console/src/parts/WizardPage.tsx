import SpaceBetween from '@cloudscape-design/components/space-between'
import Wizard from '@cloudscape-design/components/wizard'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { type Crumb, Page } from './Page.tsx'
import { Problem } from './Problem.tsx'
import { useSubmission } from './use-submission.ts'

export interface WizardStep {
  readonly title: string
  readonly description?: string
  /** Why the step cannot be left for the next yet; undefined: it can. */
  readonly blocked?: string | undefined
  /** Drawn with the way to go to the step of an index, from 0. */
  readonly content: (go: (step: number) => void) => ReactNode
}

/** A form of several steps, each a page, and at its end one submission. */
export function WizardPage<Answer>({
  title,
  above,
  steps,
  submitLabel,
  submit,
  done,
  refused,
}: {
  readonly title: string
  readonly above: readonly Crumb[]
  readonly steps: readonly WizardStep[]
  readonly submitLabel: string
  readonly submit: () => Promise<Answer>
  readonly done: (answer: Answer) => void
  /** What a refusal leaves behind, below the server's sentence. */
  readonly refused?: (error: Error) => ReactNode
}) {
  const navigate = useNavigate()
  const [at, setAt] = useState(0)
  // The next step was asked for while something was lacking: the step says what, until it is there.
  const [tried, setTried] = useState(false)
  const submission = useSubmission(submit, done)
  const blocked = steps[at]?.blocked
  const go = (step: number) => {
    setTried(false)
    setAt(step)
  }
  const forward = (move: () => void) => (blocked === undefined ? move() : setTried(true))
  return (
    <Page title={title} above={above} headed>
      <Wizard
        activeStepIndex={at}
        i18nStrings={WORDS}
        submitButtonText={submitLabel}
        isLoadingNextStep={submission.isPending}
        onCancel={() => void navigate(above.at(-1)?.href ?? '/')}
        onNavigate={({ detail }) =>
          detail.reason === 'next' ? forward(() => go(detail.requestedStepIndex)) : go(detail.requestedStepIndex)
        }
        onSubmit={() => forward(() => submission.start())}
        steps={steps.map(({ title: stepTitle, description, content }, index) => ({
          title: stepTitle,
          description,
          errorText: index === at && tried ? blocked : undefined,
          content: (
            <SpaceBetween size="l">
              {content(go)}
              {index === steps.length - 1 && submission.error && (
                <>
                  <Problem error={submission.error} />
                  {refused?.(submission.error)}
                </>
              )}
            </SpaceBetween>
          ),
        }))}
      />
    </Page>
  )
}

const WORDS = {
  stepNumberLabel: (number: number) => `Step ${number}`,
  collapsedStepsLabel: (number: number, count: number) => `Step ${number} of ${count}`,
  navigationAriaLabel: 'Steps',
  cancelButton: 'Cancel',
  previousButton: 'Previous',
  nextButton: 'Next',
  submitButtonLoadingAnnouncement: 'At work',
}
