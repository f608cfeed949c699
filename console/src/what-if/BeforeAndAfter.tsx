import Box from '@cloudscape-design/components/box'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useMemo, useState } from 'react'
import { type DecisionRequest, explain, outcomeSentence, reasonSentence } from 'rolecall/policy'
import { Picture } from '../trail/Picture.tsx'

/** A question with the policy as it stands and with the draft: both in words, one of them as the picture. */
export function BeforeAndAfter({
  before,
  after,
}: {
  readonly before: DecisionRequest
  readonly after: DecisionRequest
}) {
  const [shown, setShown] = useState('after')
  const told = useMemo(() => ({ before: explain(before), after: explain(after) }), [before, after])
  const one = (title: string, { decision }: ReturnType<typeof explain>, sentence: string) => (
    <div className="breakable">
      <Box variant="awsui-key-label">{title}</Box>
      <StatusIndicator type={decision.effect === 'allow' ? 'success' : 'error'}>
        {decision.effect === 'allow' ? 'Allowed' : 'Denied'}
      </StatusIndicator>
      <div>{sentence}</div>
    </div>
  )
  return (
    <SpaceBetween size="m">
      <div className="before-after">
        {one('As it stands', told.before, `${outcomeSentence(told.before)} ${reasonSentence(told.before)}`)}
        {one('With the draft', told.after, `${outcomeSentence(told.after)} ${reasonSentence(told.after)}`)}
      </div>
      <SegmentedControl
        label="Picture"
        selectedId={shown}
        onChange={({ detail }) => setShown(detail.selectedId)}
        options={[
          { id: 'before', text: 'As it stands' },
          { id: 'after', text: 'With the draft' },
        ]}
      />
      <Picture explanation={shown === 'before' ? told.before : told.after} />
    </SpaceBetween>
  )
}
