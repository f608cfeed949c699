import type { Policy } from '@aws-sdk/client-iam'
import { notify } from '../app/notify.ts'
import { DeleteDialog } from '../parts/DeleteDialog.tsx'
import { useDeletion } from '../parts/use-steps.ts'
import { policyDeletion } from './policies.ts'

/** Deletes a policy with its versions. */
export function DeletePolicyDialog({
  policy: { PolicyName = '', Arn = '' },
  done,
  dismiss,
}: {
  readonly policy: Policy
  readonly done: () => void
  readonly dismiss: () => void
}) {
  const run = useDeletion()
  return (
    <DeleteDialog
      noun="policy"
      names={[PolicyName]}
      remove={() => run(() => policyDeletion(Arn))}
      dismiss={dismiss}
      done={() => {
        notify('success', `Deleted the policy ${PolicyName}.`)
        done()
      }}
    >
      All its versions go with it. A policy that is attached has to be detached first.
    </DeleteDialog>
  )
}
