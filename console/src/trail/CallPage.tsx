import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMemo } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { explain, type QuestionJson, questionFromJson } from 'rolecall/policy'
import { failureOf } from '../aws/failure.ts'
import { Copyable } from '../parts/Copyable.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import type { Call, Questions } from './call.ts'
import { DecisionSentence, NextSteps } from './DecisionSentence.tsx'
import { Picture } from './Picture.tsx'
import { PrincipalNames } from './principal-names.ts'
import { QuestionList } from './QuestionList.tsx'
import { ContextDetails, RequestDetails } from './RequestDetails.tsx'
import { useCall } from './trail.ts'

const ABOVE = [{ text: 'Event history', href: '/trail' }]

/** Why? One call, and the decision on it as a picture. */
export function Component() {
  const { id = '' } = useParams()
  const query = useCall(id)
  if (query.error && failureOf(query.error).denied) return <MayNotRead />
  const call = query.data
  return (
    <Page title={call ? titleOf(call) : 'Why?'} above={ABOVE}>
      <Loaded query={query}>{(found) => (found ? <CallView call={found} /> : <NotKept id={id} />)}</Loaded>
    </Page>
  )
}

const VERBS = { allowed: 'allowed', denied: 'denied', 'partly denied': 'partly denied' } as const

const titleOf = ({ outcome, action, service, operation }: Call): string =>
  outcome === 'failed' ? `Why did ${service}:${operation} fail?` : `Why was ${action} ${VERBS[outcome]}?`

function CallView({ call }: { readonly call: Call }) {
  const { questions } = call
  if (questions && questions.verdicts.length > 0) return <Decided call={call} questions={questions} />
  return (
    <SpaceBetween size="l">
      <Container>
        <DecisionSentence outcome={call.outcome} sentence={call.errorMessage ?? undecided(call)} />
      </Container>
      {questions ? (
        call.errorMessage !== undefined && <Alert type="info">{undecided(call)}</Alert>
      ) : (
        <Alert type="info" header="The policies that decided are not shown to you">
          They are shown to principals who may <code>iam:GetAccountAuthorizationDetails</code>, the permission to see
          every policy of the account. Give them the address of this page.
        </Alert>
      )}
      {questions?.ownSide[0] && <OwnSide question={questions.ownSide[0].request} />}
      <RequestDetails call={call} />
    </SpaceBetween>
  )
}

/** What the caller's account may know of a decision on another account's resource: its own part of it. */
function OwnSide({ question }: { readonly question: QuestionJson }) {
  const explanation = useMemo(() => explain(questionFromJson(question)), [question])
  const { effect } = explanation.decision
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`${question.action} on ${question.resource}: what the policies of this account come to. Both accounts have to allow it.`}
        >
          {effect === 'allow' ? 'This account’s side allows it' : 'This account’s side does not allow it'}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {effect !== 'allow' && <NextSteps explanation={explanation} />}
        <Picture explanation={explanation} />
      </SpaceBetween>
    </Container>
  )
}

/** A call without a decision that is told. */
function undecided({ outcome, questions }: Call): string {
  if (questions && questions.asked > 0)
    return 'The resource is another account’s. What its policies say of the call is told to that account alone.'
  if (outcome === 'allowed')
    return questions ? 'This call asks for no permission: everybody who can sign it may make it.' : 'It was allowed.'
  return questions
    ? 'No policy was asked: the call was refused before, or for another reason than a permission.'
    : 'It was refused.'
}

function Decided({ call, questions }: { readonly call: Call; readonly questions: Questions }) {
  const [params] = useSearchParams()
  const { verdicts, asked } = questions
  const at = Math.min(Math.max(0, Number(params.get('question') ?? 1) - 1) || 0, verdicts.length - 1)
  const verdict = verdicts[at]
  const explanation = useMemo(() => verdict && explain(questionFromJson(verdict.request)), [verdict])
  if (!explanation) return null
  return (
    <SpaceBetween size="l">
      <Container>
        <DecisionSentence outcome={call.outcome} explanation={explanation} sentence={call.errorMessage} />
      </Container>
      <NextSteps explanation={explanation} />
      {asked > 1 && <QuestionList verdicts={verdicts} asked={asked} chosen={at} />}
      <Container
        header={
          <Header
            variant="h2"
            description="Each layer of policies in the order of the decision, as they stood when the call was made."
          >
            How it was decided
          </Header>
        }
      >
        <PrincipalNames value={questions.principals}>
          <Picture explanation={explanation} />
        </PrincipalNames>
      </Container>
      <RequestDetails call={call} />
      <ContextDetails request={explanation.request} />
    </SpaceBetween>
  )
}

function NotKept({ id }: { readonly id: string }) {
  return (
    <Alert
      type="warning"
      header="The trail does not hold this call"
      action={<Button href="/trail">Event history</Button>}
    >
      No call of this account has the id <code className="breakable">{id}</code>. The trail keeps calls for as many days
      and as many bytes as the server was started with (<code>--trail-days</code>, <code>--trail-size</code>) and
      forgets the oldest first; a server that keeps nothing on disk forgets them when it ends.
    </Alert>
  )
}

/** Not a Problem, whose Why? would lead to another page that may not be read either. */
function MayNotRead() {
  return (
    <Page title="Why?" above={ABOVE}>
      <Alert type="info" header="You may not read the trail">
        <Box>
          Reading it takes <code>cloudtrail:LookupEvents</code>, and <code>iam:GetAccountAuthorizationDetails</code> to
          see the policies that decided. Give this address to somebody who may:
        </Box>
        <Copyable text={location.href} what="Address" />
      </Alert>
    </Page>
  )
}
