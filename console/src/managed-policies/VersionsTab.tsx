import type { PolicyVersion } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { Time } from '../parts/Time.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { MOST_VERSIONS, useVersions, versionAsDefault, versionDeletion } from './policies.ts'
import { VersionTexts } from './VersionTexts.tsx'

const COLUMNS: readonly Column<PolicyVersion>[] = [
  {
    header: 'Version',
    value: ({ VersionId = '' }) => Number(VersionId.slice(1)),
    cell: ({ VersionId, IsDefaultVersion }) => `${VersionId}${IsDefaultVersion ? ' (default)' : ''}`,
  },
  {
    header: 'Creation time',
    value: ({ CreateDate }) => CreateDate?.getTime(),
    cell: ({ CreateDate }) => <Time at={CreateDate} />,
  },
]

interface Asked {
  readonly what: 'delete' | 'set default'
  readonly id: string
}

/** The versions of a policy: read one, compare two, set the default, delete. */
export function VersionsTab({ arn, own }: { readonly arn: string; readonly own: boolean }) {
  const query = useVersions(arn)
  const [selected, setSelected] = useState<readonly PolicyVersion[]>([])
  const [asked, setAsked] = useState<Asked>()
  // A version that is gone, or that is the default by now, is shown as it is.
  const held = (query.data ?? []).filter(({ VersionId }) => selected.some((version) => version.VersionId === VersionId))
  const [only] = held
  const ask = (what: Asked['what']) => only?.VersionId !== undefined && setAsked({ what, id: only.VersionId })
  return (
    <SpaceBetween size="l">
      <ResourceTable
        title="Policy versions"
        noun="version"
        query={query}
        columns={COLUMNS}
        name={({ VersionId = '' }) => VersionId}
        selection="multi"
        selected={held}
        onSelect={setSelected}
        description={`Each change of a policy is a version; up to ${MOST_VERSIONS} are kept. Select one to read it, two to compare them.`}
        empty="There are no versions."
        actions={() => (
          <>
            <Button {...changeable(held, own, 'deleted')} onClick={() => ask('delete')}>
              Delete
            </Button>
            <Button {...changeable(held, own, 'made the default')} onClick={() => ask('set default')}>
              Set as default
            </Button>
          </>
        )}
      />
      <VersionTexts arn={arn} versions={held} />
      {asked && <VersionDialog arn={arn} asked={asked} dismiss={() => setAsked(undefined)} />}
    </SpaceBetween>
  )
}

function changeable(selected: readonly PolicyVersion[], own: boolean, what: string) {
  const [only] = selected
  const reason = !own
    ? `A version of a policy of AWS cannot be ${what}.`
    : only === undefined || selected.length > 1
      ? 'Select one version.'
      : only.IsDefaultVersion
        ? `${only.VersionId} is the default version, which cannot be ${what}.`
        : undefined
  return reason === undefined ? {} : { disabled: true, disabledReason: reason }
}

function VersionDialog({
  arn,
  asked: { what, id },
  dismiss,
}: {
  readonly arn: string
  readonly asked: Asked
  readonly dismiss: () => void
}) {
  const run = useSteps()
  const deletion = what === 'delete'
  return (
    <ConfirmDialog
      title={deletion ? `Delete version ${id}?` : `Set ${id} as default version?`}
      verb={deletion ? 'Delete' : 'Set as default'}
      act={() => run([deletion ? versionDeletion(arn, id) : versionAsDefault(arn, id)])}
      dismiss={dismiss}
      done={() => {
        dismiss()
        notify('success', deletion ? `Deleted version ${id}.` : `${id} is the default version: it applies now.`)
      }}
    >
      <Box>
        {deletion
          ? 'Its text will be gone for good. The default version goes on to apply.'
          : 'It applies at once to every user, group and role that the policy is attached to.'}
      </Box>
    </ConfirmDialog>
  )
}
