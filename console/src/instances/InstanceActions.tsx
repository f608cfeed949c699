import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { failureOf } from '../aws/failure.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import {
  idAndName,
  isTerminated,
  rebootInstances,
  refreshInstances,
  type ShownInstance,
  startInstances,
  stopInstances,
  terminateInstances,
} from './instances.ts'

type Asked = 'stop' | 'reboot' | 'terminate'

/** What can be done with the chosen instances: the buttons of EC2's list and of an instance's page. */
export function InstanceActions({ chosen }: { readonly chosen: readonly ShownInstance[] }) {
  const [asked, setAsked] = useState<Asked>()
  const client = useQueryClient()
  const ids = chosen.map(({ InstanceId = '' }) => InstanceId)
  const done = (message: string) => {
    setAsked(undefined)
    notify('success', message)
    void refreshInstances(client)
  }
  const start = useMutation({
    mutationFn: () => startInstances(ids),
    onSuccess: () => done(`Started ${ids.join(', ')}.`),
    onError: (error) => notify('error', failureOf(error).sentence),
  })
  const one = chosen.length === 1 ? chosen[0] : undefined
  const connect = connectable(one)
  return (
    <>
      <Button
        {...(connect === undefined
          ? { href: `/ec2/instances/${one?.InstanceId}/connect` }
          : { disabled: true, disabledReason: connect })}
      >
        Connect
      </Button>
      <ButtonDropdown
        items={stateItems(chosen)}
        loading={start.isPending}
        onItemClick={({ detail }) => {
          if (detail.id === 'start') start.mutate()
          else setAsked(ASKED.find((name) => name === detail.id))
        }}
      >
        Instance state
      </ButtonDropdown>
      <ButtonDropdown items={actionItems(one, connect)} expandableGroups>
        Actions
      </ButtonDropdown>
      {asked && (
        <ConfirmDialog
          title={`${VERBS[asked].verb} ${ids.length === 1 ? 'instance' : `${ids.length} instances`}?`}
          verb={VERBS[asked].verb}
          {...(asked === 'terminate' && { typed: 'terminate' })}
          act={() => VERBS[asked].act(ids)}
          done={() => done(`${VERBS[asked].past} ${ids.join(', ')}.`)}
          dismiss={() => setAsked(undefined)}
        >
          <Box>{chosen.map(idAndName).join(', ')}</Box>
          <Box>{VERBS[asked].effect}</Box>
        </ConfirmDialog>
      )}
    </>
  )
}

const ASKED: readonly Asked[] = ['stop', 'reboot', 'terminate']

const VERBS = {
  stop: {
    verb: 'Stop',
    past: 'Stopped',
    act: stopInstances,
    effect: 'Commands that run on it are ended. It keeps its address, its tags and its IAM role.',
  },
  reboot: {
    verb: 'Reboot',
    past: 'Rebooted',
    act: rebootInstances,
    effect: 'It stays what it is, with its address and its IAM role.',
  },
  terminate: {
    verb: 'Terminate',
    past: 'Terminated',
    act: terminateInstances,
    effect: 'A terminated instance is gone for good, and commands that run on it are ended.',
  },
} as const

const NONE = 'Select an instance.'
const ONE = 'Select one instance.'

function stateItems(chosen: readonly ShownInstance[]): ButtonDropdownProps.Items {
  const item = (id: string, text: string, fits: (state: string) => boolean, otherwise: string) => {
    const possible = chosen.length > 0 && chosen.every(({ State }) => fits(State?.Name ?? ''))
    const disabledReason = chosen.length === 0 ? NONE : otherwise
    return { id, text, ...(!possible && { disabled: true, disabledReason }) }
  }
  const running = (state: string) => state === 'running'
  return [
    item('stop', 'Stop instance', running, 'Only running instances stop.'),
    item('start', 'Start instance', (state) => state === 'stopped', 'Only stopped instances start.'),
    item('reboot', 'Reboot instance', running, 'Only running instances reboot.'),
    item('terminate', 'Terminate (delete) instance', (state) => state !== 'terminated', 'It is terminated.'),
  ]
}

function connectable(one: ShownInstance | undefined): string | undefined {
  if (!one) return ONE
  return one.State?.Name === 'running' ? undefined : 'Only a running instance runs commands.'
}

function actionItems(
  one: ShownInstance | undefined,
  connect: string | undefined,
): readonly ButtonDropdownProps.ItemOrGroup[] {
  const below = (path: string) => `/ec2/instances/${one?.InstanceId}${path}`
  const link = (text: string, path: string, disabledReason: string | undefined) => ({
    id: text,
    text,
    ...(disabledReason === undefined ? { href: below(path) } : { disabled: true, disabledReason }),
  })
  const exists = one ? undefined : ONE
  const lives = exists ?? (one && isTerminated(one) ? 'It is terminated.' : undefined)
  return [
    link('Connect', '/connect', connect),
    link('View details', '', exists),
    {
      id: 'settings',
      text: 'Instance settings',
      items: [
        link('Modify instance metadata options', '/metadata-options', lives),
        link('Manage tags', '/tags', exists),
      ],
    },
    { id: 'security', text: 'Security', items: [link('Modify IAM role', '/iam-role', lives)] },
    {
      id: 'monitor',
      text: 'Monitor and troubleshoot',
      items: [link('View instance metadata', '/metadata', lives)],
    },
  ]
}
