import Header from '@cloudscape-design/components/header'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { useSearchParams } from 'react-router'
import type { Questions } from './call.ts'

/** The questions of a call that asked several, such as CreateRole's for iam:PassRole; one of them is explained below. */
export function QuestionList({
  verdicts,
  asked,
  chosen,
}: {
  readonly verdicts: Questions['verdicts']
  readonly asked: number
  readonly chosen: number
}) {
  const [, setParams] = useSearchParams()
  const items = verdicts.map(({ allowed, request: { action, resource } }, at) => ({ at, allowed, action, resource }))
  return (
    <Table
      variant="container"
      items={items}
      trackBy={({ at }) => String(at)}
      selectionType="single"
      selectedItems={items.filter(({ at }) => at === chosen)}
      onSelectionChange={({ detail: { selectedItems } }) =>
        setParams({ question: String((selectedItems[0]?.at ?? 0) + 1) }, { replace: true, preventScrollReset: true })
      }
      wrapLines
      ariaLabels={{
        tableLabel: 'Questions of the call',
        selectionGroupLabel: 'Question that is explained',
        itemSelectionLabel: (_, { action, resource }) => `Explain ${action} on ${resource}`,
      }}
      header={
        <Header
          variant="h2"
          counter={`(${asked})`}
          description={
            asked > verdicts.length
              ? `The first ${verdicts.length} are told, those that were refused before the others.`
              : 'Each was decided by itself. Choose the one that is explained.'
          }
        >
          What the call asked for
        </Header>
      }
      columnDefinitions={[
        {
          id: 'decision',
          header: 'Decision',
          width: 140,
          cell: ({ allowed }) => (
            <StatusIndicator type={allowed ? 'success' : 'error'}>{allowed ? 'Allowed' : 'Denied'}</StatusIndicator>
          ),
        },
        { id: 'action', header: 'Action', width: 260, isRowHeader: true, cell: ({ action }) => action },
        { id: 'resource', header: 'Resource', cell: ({ resource }) => <span className="breakable">{resource}</span> },
      ]}
    />
  )
}
