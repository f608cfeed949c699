import type { User } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { ResourceTable } from '../parts/ResourceTable.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { holderHref } from '../permissions/holder.ts'
import { USER_COLUMNS } from '../users/UserPicker.tsx'
import { removalFromGroup, useMembers } from './groups.ts'

/** The users of a group. */
export function MembersTab({ name }: { readonly name: string }) {
  const run = useSteps()
  const [leaving, setLeaving] = useState<readonly User[]>()
  const names = leaving?.map(({ UserName = '' }) => UserName) ?? []
  return (
    <>
      <ResourceTable
        title="Users in this group"
        noun="user"
        query={useMembers(name)}
        columns={USER_COLUMNS}
        name={({ UserName = '' }) => UserName}
        selection="multi"
        empty="Nobody is in the group. Add users to have its policies apply to them."
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              disabledReason="Select the users to remove."
              onClick={() => setLeaving(selected)}
            >
              Remove
            </Button>
            <Button variant="primary" href={`${holderHref({ kind: 'group', name })}/add-users`}>
              Add users
            </Button>
          </>
        )}
      />
      {leaving && (
        <ConfirmDialog
          title={names.length === 1 ? `Remove ${names[0]} from ${name}?` : `Remove ${names.length} users from ${name}?`}
          verb="Remove"
          act={() => run(names.map((user) => removalFromGroup(user, name)))}
          dismiss={() => setLeaving(undefined)}
          done={() => {
            setLeaving(undefined)
            notify('success', `Removed ${names.join(', ')} from ${name}.`)
          }}
        >
          <Box>{names.join(', ')}: what only this group permits is denied then.</Box>
        </ConfirmDialog>
      )}
    </>
  )
}
