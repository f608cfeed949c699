import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { Loaded } from '../parts/Loaded.tsx'
import { PolicyText } from '../parts/PolicyText.tsx'
import { type HeldPolicy, policyHref } from './held-policies.ts'
import { holderHref } from './holder.ts'
import { usePolicyText } from './managed-policies.ts'
import './permissions.css'

type Shown = Pick<HeldPolicy, 'arn' | 'name'> & Partial<HeldPolicy>

/** A policy's name in a table, which opens to its text. */
export function PolicyCell({ policy }: { readonly policy: Shown }) {
  const [open, setOpen] = useState(false)
  return (
    <div>
      <div className="policy-name">
        <Button
          variant="icon"
          formAction="none"
          iconName={open ? 'treeview-collapse' : 'treeview-expand'}
          ariaLabel={`${open ? 'Hide' : 'Show'} the text of ${policy.name}`}
          ariaExpanded={open}
          onClick={() => setOpen(!open)}
        />
        <Link href={hrefOf(policy)}>{policy.name}</Link>
      </div>
      {open && <Text policy={policy} />}
    </div>
  )
}

function hrefOf({ arn, name, holder }: Shown): string {
  if (arn !== undefined || holder === undefined) return policyHref(arn ?? '')
  return `${holderHref(holder)}/inline-policy/${encodeURIComponent(name)}`
}

const Text = ({ policy }: { readonly policy: Shown }) => (
  <Loaded query={usePolicyText(policy)}>
    {(text) => (
      <div className="policy-below-its-name">
        <PolicyText document={text} label={`Text of ${policy.name}`} />
      </div>
    )}
  </Loaded>
)
