import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Wizard from '@cloudscape-design/components/wizard'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { notify } from '../../app/notify.ts'
import { Page } from '../../parts/Page.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { HalfDone } from '../../parts/steps.ts'
import { useSteps } from '../../parts/use-steps.ts'
import { useSession } from '../../session/session.ts'
import { ROLES_CRUMBS, roleHref } from '../roles.ts'
import { creationOf } from './creation.ts'
import { PermissionsStep } from './PermissionsStep.tsx'
import { ReviewStep } from './ReviewStep.tsx'
import { EMPTY_DRAFT, type RoleDraft, stepProblems } from './role-draft.ts'
import { TrustedEntityStep } from './TrustedEntityStep.tsx'

/** What each step of the wizard is handed. */
export interface StepProps {
  readonly draft: RoleDraft
  readonly change: (part: Partial<RoleDraft>) => void
}

/** IAM > Roles > Create role: AWS's wizard. */
export function Component() {
  const navigate = useNavigate()
  const runSteps = useSteps()
  const session = useSession()
  const ownAccount = session?.role?.account ?? session?.principal.account ?? ''
  const [step, setStep] = useState(0)
  // Asked for the next step while something was lacking: the step says what, until it is mended.
  const [tried, setTried] = useState(false)
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const change = (part: Partial<RoleDraft>) => setDraft((before) => ({ ...before, ...part }))
  const go = (to: number) => {
    setTried(false)
    setStep(to)
  }
  const problem = stepProblems[step]?.(draft)
  const creation = useMutation({
    mutationFn: () => runSteps(creationOf(draft, ownAccount)),
    onSuccess: () => {
      notify('success', <Created name={draft.name} />)
      void navigate('/iam/roles')
    },
  })
  const shown = { draft, change }
  const errorText = tried ? problem : undefined
  return (
    <Page title="Create role" above={ROLES_CRUMBS} headed>
      <Wizard
        activeStepIndex={step}
        i18nStrings={WORDS}
        submitButtonText="Create role"
        isLoadingNextStep={creation.isPending}
        onCancel={() => void navigate('/iam/roles')}
        onNavigate={({ detail: { reason, requestedStepIndex } }) => {
          if (reason === 'next' && problem !== undefined) setTried(true)
          else go(requestedStepIndex)
        }}
        onSubmit={() => {
          if (problem === undefined) creation.mutate()
          else setTried(true)
        }}
        steps={[
          { title: 'Select trusted entity', content: <TrustedEntityStep {...shown} />, errorText },
          { title: 'Add permissions', content: <PermissionsStep {...shown} />, errorText },
          {
            title: 'Name, review, and create',
            errorText,
            content: (
              <SpaceBetween size="l">
                <ReviewStep {...shown} ownAccount={ownAccount} go={go} />
                {creation.error && <Failed error={creation.error} name={draft.name} />}
              </SpaceBetween>
            ),
          },
        ]}
      />
    </Page>
  )
}

const Created = ({ name }: { readonly name: string }) => (
  <>
    Role {name} created.{' '}
    <Link href={roleHref(name)} color="inverted">
      View role
    </Link>
  </>
)

const Failed = ({ error, name }: { readonly error: Error; readonly name: string }) => (
  <>
    <Problem error={error} />
    {error instanceof HalfDone && error.done.length > 0 && (
      <div>
        The role exists. <Link href={roleHref(name)}>View role</Link> to finish it or to delete it.
      </div>
    )}
  </>
)

const WORDS = {
  stepNumberLabel: (number: number) => `Step ${number}`,
  collapsedStepsLabel: (number: number, count: number) => `Step ${number} of ${count}`,
  navigationAriaLabel: 'Steps',
  cancelButton: 'Cancel',
  previousButton: 'Previous',
  nextButton: 'Next',
  submitButtonLoadingAnnouncement: 'Creating the role',
}
