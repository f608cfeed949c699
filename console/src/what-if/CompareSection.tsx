import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Actions } from '../parts/Actions.tsx'
import { counted } from '../parts/counted.ts'
import { Problem } from '../parts/Problem.tsx'
import { Time } from '../parts/Time.tsx'
import { Changes } from './Changes.tsx'
import type { Edits } from './compare.ts'
import type { DraftAbout } from './draft-about.ts'
import { type ChangedCall, type Comparison, compareRecent, type Progress } from './recent-calls.ts'
import { holderKind, nameOf } from './subject.ts'

const COUNTS = ['50', '100', '200', '500'].map((value) => ({ value, label: `The last ${value} calls` }))

/** The draft against the calls that were made: which would have been decided otherwise. */
export function CompareSection({ subject, edits, blocked }: DraftAbout) {
  const [most, setMost] = useState('100')
  const [onlyTheirs, setOnlyTheirs] = useState(false)
  const [progress, setProgress] = useState<Progress>()
  const running = useRef<AbortController>(undefined)
  const holder = subject.kind === 'inline' && holderKind(subject.holder) !== 'group' ? subject.holder : undefined
  const comparison = useMutation({
    mutationFn: (asked: Edits) => {
      running.current = new AbortController()
      setProgress(undefined)
      const principal = onlyTheirs ? holder : undefined
      const { signal } = running.current
      return compareRecent(asked, { most: Number(most), principal, signal, onProgress: setProgress })
    },
  })
  const { reset } = comparison
  // What was compared with another draft says nothing of this one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another draft is what ends it.
  useEffect(() => {
    reset()
    return () => running.current?.abort()
  }, [edits, reset])
  const stopped = comparison.error?.name === 'AbortError'
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Each call is decided again by the policies of its moment, once with this policy as it stands and once with the draft."
        >
          Compare with recent calls
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label="Calls">
          <Select
            options={COUNTS}
            selectedOption={COUNTS.find(({ value }) => value === most) ?? null}
            onChange={({ detail }) => setMost(detail.selectedOption.value ?? '100')}
          />
        </FormField>
        {holder !== undefined && (
          <Checkbox checked={onlyTheirs} onChange={({ detail }) => setOnlyTheirs(detail.checked)}>
            Only calls of {holderKind(holder)} {nameOf(holder)}
          </Checkbox>
        )}
        <Actions>
          <Button
            disabled={blocked !== undefined}
            {...(blocked !== undefined && { disabledReason: blocked })}
            loading={comparison.isPending}
            onClick={() => edits && comparison.mutate(edits)}
          >
            Compare with recent calls
          </Button>
          {comparison.isPending && <Button onClick={() => running.current?.abort()}>Stop</Button>}
        </Actions>
        {comparison.isPending && (
          <ProgressBar
            label="Comparing"
            value={progress && progress.of > 0 ? (100 * progress.done) / progress.of : 0}
            additionalInfo={progress ? `${progress.done} of ${counted(progress.of, 'call')}` : 'Reading the trail'}
          />
        )}
        {comparison.error && !stopped && <Problem error={comparison.error} />}
        {comparison.data && <Result comparison={comparison.data} />}
      </SpaceBetween>
    </Container>
  )
}

function Result({ comparison: { changes, calls, since, untold } }: { readonly comparison: Comparison }) {
  const of = (wanted: (change: ChangedCall) => boolean) =>
    new Set(changes.filter(wanted).map(({ call }) => call.id)).size
  const denied = of(({ whole }) => whole === 'newly denied')
  const allowed = of(({ whole }) => whole === 'newly allowed')
  const same = of(({ whole }) => whole === undefined)
  // Nothing is asked behind what refused a call.
  const cutShort = of(({ whole, call }) => whole === 'newly allowed' && call.outcome === 'denied')
  return (
    <SpaceBetween size="s">
      <Alert type={denied > 0 ? 'warning' : allowed > 0 ? 'info' : 'success'}>
        {changes.length === 0
          ? 'The draft changes none of these decisions. '
          : `${denied} newly denied, ${allowed} newly allowed. `}
        {counted(calls, 'call was', 'calls were')} compared
        {since && (
          <>
            , back to <Time at={since} seconds />
          </>
        )}
        .
        {same > 0 &&
          ` ${counted(same, 'call stays', 'calls stay')} denied, because another question of the call is refused.`}
        {cutShort > 0 && ' What was denied asked no further questions: it may be refused at one of those.'}
        {untold > 0 &&
          ` ${counted(untold, 'question of calls on many items is not told by the trail and was', 'questions of calls on many items are not told by the trail and were')} not compared.`}
      </Alert>
      {changes.length > 0 && <Changes changes={changes} />}
    </SpaceBetween>
  )
}
