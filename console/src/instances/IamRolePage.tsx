import type { IamInstanceProfileAssociation } from '@aws-sdk/client-ec2'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { crumbsTo } from './crumbs.ts'
import { idAndName, nameInArn, refreshInstances, type ShownInstance, useInstance } from './instances.ts'
import { ProfileSelect } from './ProfileSelect.tsx'
import { associateProfile, detachProfile, useAssociation } from './profile-association.ts'

/** Actions > Security > Modify IAM role. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/attach-iam-role.html */
export function Component() {
  const { id = '' } = useParams()
  const instance = useInstance(id)
  const association = useAssociation(id)
  return (
    <Loaded query={instance}>
      {(shown) => (
        <Loaded query={association}>
          {(current) => <IamRole key={current?.AssociationId} instance={shown} current={current} />}
        </Loaded>
      )}
    </Loaded>
  )
}

function IamRole({
  instance,
  current,
}: {
  readonly instance: ShownInstance
  readonly current: IamInstanceProfileAssociation | null
}) {
  const { InstanceId: id = '', State } = instance
  const attached = current?.IamInstanceProfile?.Arn ?? ''
  const [arn, setArn] = useState(attached)
  const [detaching, setDetaching] = useState(false)
  const navigate = useNavigate()
  const client = useQueryClient()
  const done = (message: string) => {
    void refreshInstances(client)
    notify('success', message)
    navigate(`/ec2/instances/${id}?tab=security`)
  }
  const stopped = current !== null && State?.Name !== 'running'
  return (
    <>
      <FormPage
        title="Modify IAM role"
        description="Attach an IAM role to your instance. Programs on it then find the role's credentials in the instance metadata; attaching needs iam:PassRole on the role."
        above={crumbsTo(id)}
        submitLabel="Update IAM role"
        blocked={arn === attached ? blockedBecause(attached) : undefined}
        submit={async () => {
          if (arn === '') setDetaching(true)
          else await associateProfile(id, arn, current)
        }}
        done={() => {
          if (arn !== '') done(`Attached ${nameInArn(arn)} to ${id}.`)
        }}
      >
        <Fields title="IAM role">
          <FormField label="Instance ID">
            <Box>{idAndName(instance)}</Box>
          </FormField>
          <ProfileSelect
            label="IAM role"
            none="No IAM Role"
            create="Create new IAM role"
            value={arn}
            onChange={setArn}
          />
          {stopped && (
            <Alert type="info">
              The role of an instance is replaced while it runs. Of a stopped one, choose No IAM Role first, then attach
              the other.
            </Alert>
          )}
        </Fields>
      </FormPage>
      {detaching && current && (
        <ConfirmDialog
          title="Detach IAM role"
          verb="Detach"
          typed="Detach"
          label="To confirm that you want to detach the IAM role, enter Detach"
          act={() => detachProfile(current)}
          dismiss={() => setDetaching(false)}
          done={() => done(`Detached ${nameInArn(attached)} from ${id}.`)}
        >
          <Box>
            Programs on {id} then find no credentials. Those that have the role's credentials keep them until they
            expire.
          </Box>
        </ConfirmDialog>
      )}
    </>
  )
}

const blockedBecause = (attached: string): string =>
  attached === '' ? 'Select the IAM role to attach.' : 'Select another IAM role than the one that is attached.'
