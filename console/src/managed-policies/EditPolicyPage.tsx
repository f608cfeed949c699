import type { Policy, PolicyVersion } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { shownPolicy } from '../parts/policy-text.ts'
import { useSteps } from '../parts/use-steps.ts'
import { policyHref } from '../permissions/held-policies.ts'
import { PolicyEditor } from '../policy-editor/PolicyEditor.tsx'
import { MOST_VERSIONS, newVersionSteps, POLICIES_CRUMBS, usePolicy, useVersions, useVersionText } from './policies.ts'

/** A policy > Edit: its change is a new version. */
export function Component() {
  const [address] = useSearchParams()
  const arn = address.get('arn') ?? ''
  return <Loaded query={usePolicy(arn)}>{(policy) => <DefaultVersion policy={policy} arn={arn} />}</Loaded>
}

function DefaultVersion({ policy, arn }: { readonly policy: Policy; readonly arn: string }) {
  const text = useVersionText(arn, policy.DefaultVersionId ?? '')
  const versions = useVersions(arn)
  return (
    <Loaded query={text}>
      {(document) => (
        <Loaded query={versions}>
          {(all) => (
            <EditPolicy arn={arn} name={policy.PolicyName ?? ''} before={shownPolicy(document)} versions={all} />
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

function EditPolicy({
  arn,
  name,
  before,
  versions,
}: {
  readonly arn: string
  readonly name: string
  readonly before: string
  readonly versions: readonly PolicyVersion[]
}) {
  const navigate = useNavigate()
  const run = useSteps()
  const [document, setDocument] = useState(before)
  const [setAsDefault, setSetAsDefault] = useState(true)
  const [chosen, setChosen] = useState<string>()
  const full = versions.length >= MOST_VERSIONS
  const others = versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion)
  const oldest = others.at(-1)?.VersionId
  const instead = full ? (chosen ?? oldest) : undefined
  const back = policyHref(arn)
  return (
    <FormPage
      title={`Edit ${name}`}
      description={`A change of a policy is a new version. The versions before it are kept, up to ${MOST_VERSIONS} together.`}
      above={[...POLICIES_CRUMBS, { text: name, href: back }]}
      submitLabel="Save changes"
      blocked={document === before ? 'Nothing is changed yet.' : undefined}
      submit={() => run(newVersionSteps({ arn, document, setAsDefault, instead }))}
      done={() => {
        notify('success', `The new version of ${name} is saved${setAsDefault ? ', and applies now' : ''}.`)
        void navigate(back)
      }}
    >
      <Fields title="Modify permissions">
        <PolicyEditor label="Policy editor" kind="identity" value={document} onChange={setDocument} />
      </Fields>
      <Fields title="Save as a new version">
        <Checkbox checked={setAsDefault} onChange={({ detail }) => setSetAsDefault(detail.checked)}>
          Set this new version as the default.
        </Checkbox>
        {full && (
          <>
            <Alert type="warning">
              The policy has {MOST_VERSIONS} versions, the most that are kept. One of them is deleted to make room for
              this one.
            </Alert>
            <FormField label="Version to delete">
              <Select
                selectedOption={instead === undefined ? null : { value: instead, label: instead }}
                options={others.map(({ VersionId = '', CreateDate }) => ({
                  value: VersionId,
                  label: VersionId,
                  description: `Created ${CreateDate?.toLocaleString() ?? ''}`,
                }))}
                onChange={({ detail }) => setChosen(detail.selectedOption.value)}
              />
            </FormField>
          </>
        )}
      </Fields>
    </FormPage>
  )
}
