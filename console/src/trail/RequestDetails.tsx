import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import type { ReactNode } from 'react'
import type { DecisionRequest } from 'rolecall/policy'
import { Copyable } from '../parts/Copyable.tsx'
import { Time } from '../parts/Time.tsx'
import type { Call } from './call.ts'
import { Expandable } from './Expandable.tsx'
import { entityPlace } from './place.ts'

/** Who asked for what, when, from where, and what the server answered. */
export function RequestDetails({ call }: { readonly call: Call }) {
  const { principal, service, operation, resource, time, sourceIp, region, requestId } = call
  const calls = `/trail?principal=${encodeURIComponent(principal)}`
  return (
    <Container header={<Header variant="h2">Request</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          {
            label: 'Principal',
            value: principal === '' ? 'Nobody known' : <Principal arn={principal} />,
          },
          { label: 'Event name', value: `${service}:${operation}` },
          { label: 'Resource', value: <span className="breakable">{resource ?? '-'}</span> },
          { label: 'Event time', value: <Time at={time} seconds /> },
          { label: 'Source IP address', value: sourceIp },
          { label: 'AWS Region', value: region },
          { label: 'Request ID', value: <Copyable text={requestId} what="Request ID" /> },
          ...some('AWS access key', call.accessKeyId),
          ...some('Error code', call.errorCode),
          ...some('User agent', call.userAgent),
          ...(principal === '' ? [] : [{ label: 'More', value: <Link href={calls}>Calls of this principal</Link> }]),
        ]}
      />
      {call.errorMessage !== undefined && (
        <Box margin={{ top: 'm' }}>
          <Box variant="awsui-key-label">Error message</Box>
          <span className="breakable">{call.errorMessage}</span>
        </Box>
      )}
    </Container>
  )
}

const some = (label: string, value: ReactNode): KeyValuePairsProps.Pair[] =>
  value === undefined ? [] : [{ label, value: <span className="breakable">{value}</span> }]

function Principal({ arn }: { readonly arn: string }) {
  // Of a role's session the role, which carries its policies.
  const place = entityPlace(arn.replace(/:sts:(.*):assumed-role\/([^/]+)\/.*$/, ':iam:$1:role/$2'))
  return <span className="breakable">{place ? <Link href={place.href}>{arn}</Link> : arn}</span>
}

/** The condition keys of the request, as policies could test them. */
export function ContextDetails({ request: { context } }: { readonly request: DecisionRequest }) {
  const keys = [...context].sort(([a], [b]) => a.localeCompare(b))
  return (
    <Expandable header={`Condition keys of the request (${keys.length})`}>
      <table className="elements" aria-label="Condition keys of the request">
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {keys.map(([key, value]) => (
            <tr key={key}>
              <th scope="row">
                <code>{key}</code>
              </th>
              <td>
                <code>{[value].flat().join(', ')}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Expandable>
  )
}
