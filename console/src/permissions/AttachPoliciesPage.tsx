import type { Policy } from '@aws-sdk/client-iam'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { notify } from '../app/notify.ts'
import { FormPage } from '../parts/FormPage.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { attachmentOf, type HeldPolicy, useHeldPolicies } from './held-policies.ts'
import { type Holder, holderCrumbs, holderHref, useHolder } from './holder.ts'
import { PolicyPicker } from './PolicyPicker.tsx'

/** Add permissions > Attach policies. */
export function Component() {
  const holder = useHolder()
  return <Loaded query={useHeldPolicies(holder)}>{(held) => <AttachPolicies holder={holder} held={held} />}</Loaded>
}

function AttachPolicies({ holder, held }: { readonly holder: Holder; readonly held: readonly HeldPolicy[] }) {
  const navigate = useNavigate()
  const runSteps = useSteps()
  const [chosen, setChosen] = useState<readonly Policy[]>([])
  const attached = useMemo(
    () => new Set(held.filter(({ holder: { kind } }) => kind === holder.kind).map(({ arn = '' }) => arn)),
    [held, holder.kind],
  )
  // After a refusal in the midst, those that are attached by now are no longer offered.
  const left = chosen.filter(({ Arn = '' }) => !attached.has(Arn))
  return (
    <FormPage
      title={`Attach policy to ${holder.name}`}
      above={holderCrumbs(holder)}
      submitLabel="Add permissions"
      blocked={left.length === 0 ? 'Select the policies to attach.' : undefined}
      submit={() => runSteps(left.map(({ Arn = '' }) => attachmentOf(holder, Arn)))}
      done={() => {
        notify('success', `${chosen.map(({ PolicyName }) => PolicyName).join(', ')} attached to ${holder.name}.`)
        void navigate(holderHref(holder))
      }}
    >
      <PolicyPicker
        title="Other permissions policies"
        selection="multi"
        selected={left}
        onSelect={setChosen}
        without={attached}
      />
    </FormPage>
  )
}
