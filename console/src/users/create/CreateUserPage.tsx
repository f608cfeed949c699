import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { notify } from '../../app/notify.ts'
import { HalfDone } from '../../parts/steps.ts'
import { useCreation } from '../../parts/use-steps.ts'
import { WizardPage } from '../../parts/WizardPage.tsx'
import { holderHref } from '../../permissions/holder.ts'
import { tagsBlocked } from '../../tags/tag-changes.ts'
import { chosenPassword } from '../password-choice.ts'
import { BEING_READ, useNewPassword } from '../use-new-password.ts'
import { USERS_CRUMBS } from '../users.ts'
import { creationOf, permissionsOf } from './creation.ts'
import { DetailsStep } from './DetailsStep.tsx'
import { PermissionsStep } from './PermissionsStep.tsx'
import { RetrievePassword } from './RetrievePassword.tsx'
import { ReviewStep } from './ReviewStep.tsx'
import { detailsBlocked, EMPTY_DRAFT, permissionsBlocked, type UserDraft } from './user-draft.ts'

/** What each step of the wizard is handed. */
export interface StepProps {
  readonly draft: UserDraft
  readonly change: (part: Partial<UserDraft>) => void
}

/** IAM > Users > Create user: AWS's wizard. */
export function Component() {
  const navigate = useNavigate()
  const create = useCreation()
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const generated = useNewPassword(draft.consoleAccess)
  const [created, setCreated] = useState(false)
  const change = (part: Partial<UserDraft>) => setDraft((before) => ({ ...before, ...part }))
  const steps = { draft, change }
  const password = draft.consoleAccess ? chosenPassword(draft.password, generated ?? '') : undefined
  if (created && password) return <RetrievePassword userName={draft.name} password={password.password} />
  return (
    <WizardPage
      title="Create user"
      above={USERS_CRUMBS}
      submitLabel="Create user"
      submit={async () => create(creationOf(draft, await permissionsOf(draft), password))}
      done={() => {
        notify('success', <Created name={draft.name} />)
        if (password) setCreated(true)
        else void navigate('/iam/users')
      }}
      refused={(error) => error instanceof HalfDone && error.done.length > 0 && <Begun name={draft.name} />}
      steps={[
        {
          title: 'Specify user details',
          blocked: detailsBlocked(draft) ?? (draft.consoleAccess && generated === undefined ? BEING_READ : undefined),
          content: () => <DetailsStep {...steps} />,
        },
        {
          title: 'Set permissions',
          description:
            'Permissions that come from groups follow the work: a user changes groups, and no policy changes.',
          blocked: permissionsBlocked(draft),
          content: () => <PermissionsStep {...steps} />,
        },
        {
          title: 'Review and create',
          description: `Nothing is made before you create the user.${password ? ' Its password is shown then, once.' : ''}`,
          blocked: tagsBlocked(draft.tags),
          content: (go) => <ReviewStep {...steps} go={go} />,
        },
      ]}
    />
  )
}

const Created = ({ name }: { readonly name: string }) => (
  <>
    User {name} created.{' '}
    <Link href={holderHref({ kind: 'user', name })} color="inverted">
      View user
    </Link>
  </>
)

const Begun = ({ name }: { readonly name: string }) => (
  <div>
    The user exists. <Link href={holderHref({ kind: 'user', name })}>View user</Link> to finish it or to delete it.
  </div>
)
