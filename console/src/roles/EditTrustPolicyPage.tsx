import { type Role, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { iam } from '../aws/iam.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { LoadedAnew } from '../parts/Loaded.tsx'
import { shownPolicy } from '../parts/policy-text.ts'
import { holderCrumbs } from '../permissions/holder.ts'
import { PolicyEditor } from '../policy-editor/PolicyEditor.tsx'
import { roleHref, useRole } from './roles.ts'

/** Trust relationships > Edit trust policy. */
export function Component() {
  const { name = '' } = useParams()
  return <LoadedAnew query={useRole(name)}>{(role) => <EditTrustPolicy role={role} name={name} />}</LoadedAnew>
}

function EditTrustPolicy({ role, name }: { readonly role: Role; readonly name: string }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [text, setText] = useState(() => shownPolicy(role.AssumeRolePolicyDocument))
  return (
    <FormPage
      title="Edit trust policy"
      description="Who can assume the role, and under which conditions."
      above={holderCrumbs({ kind: 'role', name })}
      submitLabel="Update policy"
      submit={() => iam().send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: text }))}
      done={() => {
        void queries.invalidateQueries()
        notify('success', 'Trust policy updated.')
        void navigate(`${roleHref(name)}?tab=trust`)
      }}
    >
      <Fields title="Trust policy">
        <PolicyEditor label="Policy editor" kind="trust" value={text} onChange={setText} />
      </Fields>
    </FormPage>
  )
}
