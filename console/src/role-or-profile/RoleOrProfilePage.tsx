import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useMutation } from '@tanstack/react-query'
import { notify } from '../app/notify.ts'
import { Actions } from '../parts/Actions.tsx'
import { Page } from '../parts/Page.tsx'
import { Problem } from '../parts/Problem.tsx'
import { ASSUME_STEPS } from './assume-steps.ts'
import { differences, type Facts } from './facts.ts'
import { cleanUp, runAll, useLesson } from './lesson.ts'
import { PREFIX } from './names.ts'
import { PROFILE_STEPS } from './profile-steps.ts'
import { StepCard } from './StepCard.tsx'
import type { Step } from './step.ts'
import './role-or-profile.css'

/** Both ways to a role's credentials, run for real beside each other. */
export function Component() {
  const lesson = useLesson()
  const all = useMutation({ mutationFn: runAll })
  const cleaning = useMutation({
    mutationFn: cleanUp,
    onSuccess: () => notify('success', 'Deleted what the lesson had made.'),
  })
  return (
    <Page
      title="Role or instance profile?"
      description={`Run both ways to a role’s credentials on this server, with your permissions. What is made for it is called ${PREFIX}… and deleted by Clean up.`}
      actions={
        <Actions>
          <Button loading={cleaning.isPending} onClick={() => cleaning.mutate()}>
            Clean up
          </Button>
          <Button variant="primary" loading={all.isPending} loadingText="Running all" onClick={() => all.mutate()}>
            Run all
          </Button>
        </Actions>
      }
    >
      {cleaning.error && <Problem error={cleaning.error} />}
      <Container>
        <ColumnLayout columns={2}>
          <Definition term="A role says what is permitted.">
            It has policies, and a trust policy that says who may assume it: users, other roles, services such as EC2.
            Whoever assumes it gets credentials that expire. A role has no password and no access key of its own.
          </Definition>
          <Definition term="An instance profile says who an instance is.">
            It has no policies of its own: it carries at most one role, and an instance has at most one instance
            profile. EC2 assumes the role and hands the credentials to the instance.
          </Definition>
        </ColumnLayout>
      </Container>
      <div className="both-ways">
        <Side title="Assume a role" says="A user asks STS, and is handed credentials." steps={ASSUME_STEPS} />
        <Side title="Run as an instance profile" says="EC2 asks STS, for an instance." steps={PROFILE_STEPS} />
      </div>
      <Differences facts={lesson.facts} />
    </Page>
  )
}

const Definition = ({ term, children }: { readonly term: string; readonly children: string | string[] }) => (
  <div>
    <Box variant="h3">{term}</Box>
    <Box variant="p">{children}</Box>
  </div>
)

function Side({
  title,
  says,
  steps,
}: {
  readonly title: string
  readonly says: string
  readonly steps: readonly Step[]
}) {
  return (
    <section aria-label={title}>
      <SpaceBetween size="m">
        <Header variant="h2" description={says}>
          {title}
        </Header>
        {steps.map((step, index) => (
          <StepCard key={step.id} step={step} number={index + 1} />
        ))}
      </SpaceBetween>
    </section>
  )
}

const NOT_RUN = '-  run the step'

const Differences = ({ facts }: { readonly facts: Facts }) => (
  <Table
    header={
      <Header variant="h2" description="Filled with what the steps above have shown on this server.">
        The differences
      </Header>
    }
    items={[...differences(facts)]}
    trackBy="what"
    wrapLines
    ariaLabels={{ tableLabel: 'The differences' }}
    columnDefinitions={[
      { id: 'what', header: 'What', cell: ({ what }) => what, isRowHeader: true, width: 190 },
      { id: 'role', header: 'Assume a role', cell: ({ role }) => <Cell text={role} />, width: 350, minWidth: 240 },
      {
        id: 'profile',
        header: 'Run as an instance profile',
        cell: ({ profile }) => <Cell text={profile} />,
        minWidth: 260,
      },
    ]}
  />
)

const Cell = ({ text }: { readonly text: string | undefined }) =>
  text ? <span className="fact">{text}</span> : <Box color="text-status-inactive">{NOT_RUN}</Box>
