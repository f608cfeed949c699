import type { Group } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { GROUP_COLUMNS } from '../groups/GroupPicker.tsx'
import { removalFromGroup } from '../groups/groups.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { ResourceTable } from '../parts/ResourceTable.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { holderHref } from '../permissions/holder.ts'
import { useGroupsOf } from './users.ts'

/** The groups that a user is in. */
export function GroupsTab({ userName }: { readonly userName: string }) {
  const run = useSteps()
  const [leaving, setLeaving] = useState<readonly Group[]>()
  const names = leaving?.map(({ GroupName = '' }) => GroupName) ?? []
  return (
    <>
      <ResourceTable
        title="User groups membership"
        noun="group"
        description="What the policies of a group permit, its users are permitted. A user can be in up to 10 groups."
        query={useGroupsOf(userName)}
        columns={GROUP_COLUMNS}
        name={({ GroupName = '' }) => GroupName}
        selection="multi"
        empty="The user is in no group. Add the user to one for the permissions that its users share."
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              disabledReason="Select the groups to remove the user from."
              onClick={() => setLeaving(selected)}
            >
              Remove
            </Button>
            <Button variant="primary" href={`${holderHref({ kind: 'user', name: userName })}/add-to-groups`}>
              Add user to groups
            </Button>
          </>
        )}
      />
      {leaving && (
        <ConfirmDialog
          title={`Remove ${userName} from ${names.join(', ')}?`}
          verb="Remove"
          act={() => run(names.map((name) => removalFromGroup(userName, name)))}
          dismiss={() => setLeaving(undefined)}
          done={() => {
            setLeaving(undefined)
            notify('success', `Removed ${userName} from ${names.join(', ')}.`)
          }}
        >
          <Box>What only {names.length === 1 ? 'this group permits' : 'these groups permit'} is denied then.</Box>
        </ConfirmDialog>
      )}
    </>
  )
}
