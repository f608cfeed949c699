import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { notify } from '../../app/notify.ts'
import { HalfDone } from '../../parts/steps.ts'
import { useCreation } from '../../parts/use-steps.ts'
import { WizardPage } from '../../parts/WizardPage.tsx'
import { boundaryBlocked } from '../../permissions/boundary-choice.ts'
import { useSession } from '../../session/session.ts'
import { ROLES_CRUMBS, roleHref } from '../roles.ts'
import { creationOf } from './creation.ts'
import { PermissionsStep } from './PermissionsStep.tsx'
import { ReviewStep } from './ReviewStep.tsx'
import { EMPTY_DRAFT, nameProblem, type RoleDraft, trustProblem } from './role-draft.ts'
import { TrustedEntityStep } from './TrustedEntityStep.tsx'

/** What each step of the wizard is handed. */
export interface StepProps {
  readonly draft: RoleDraft
  readonly change: (part: Partial<RoleDraft>) => void
}

/** IAM > Roles > Create role: AWS's wizard. */
export function Component() {
  const navigate = useNavigate()
  const create = useCreation()
  const session = useSession()
  const ownAccount = session?.role?.account ?? session?.principal.account ?? ''
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const change = (part: Partial<RoleDraft>) => setDraft((before) => ({ ...before, ...part }))
  const shown = { draft, change }
  return (
    <WizardPage
      title="Create role"
      above={ROLES_CRUMBS}
      submitLabel="Create role"
      submit={() => create(creationOf(draft, ownAccount))}
      done={() => {
        notify('success', <Created name={draft.name} />)
        void navigate('/iam/roles')
      }}
      refused={(error) => error instanceof HalfDone && error.done.length > 0 && <Begun name={draft.name} />}
      steps={[
        {
          title: 'Select trusted entity',
          blocked: trustProblem(draft),
          content: () => <TrustedEntityStep {...shown} />,
        },
        { title: 'Add permissions', blocked: boundaryBlocked(draft), content: () => <PermissionsStep {...shown} /> },
        {
          title: 'Name, review, and create',
          blocked: nameProblem(draft),
          content: (go) => <ReviewStep {...shown} ownAccount={ownAccount} go={go} />,
        },
      ]}
    />
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

const Begun = ({ name }: { readonly name: string }) => (
  <div>
    The role exists. <Link href={roleHref(name)}>View role</Link> to finish it or to delete it.
  </div>
)
