import './trail.css'
import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Icon, { type IconProps } from '@cloudscape-design/components/icon'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ExplainedPolicy, type Explanation, policyName } from 'rolecall/policy'
import { counted } from '../parts/counted.ts'
import { Expandable } from './Expandable.tsx'
import { type Gate, gatesOf, notAsked, type Passage, sorted, titleOf, verdictOf } from './gates.ts'
import { callerName } from './names.ts'
import { layerPlace, policyPlace } from './place.ts'
import { StatementCard } from './StatementCard.tsx'

/** A decision as a way through gates: each layer of policies in order, what it says, and why. */
export function Picture({ explanation }: { readonly explanation: Explanation }) {
  const { request, decision } = explanation
  const allowed = decision.effect === 'allow'
  const unused = notAsked(explanation)
  return (
    <>
      <ol className="gates" aria-label="The decision, layer by layer">
        <li className="gate gate-end">
          <Mark passage="pass" icon="user-profile" />
          <div className="gate-plain">
            <strong>{callerName(request.principal)}</strong> asks for <strong>{request.action}</strong>
            {request.resource !== '*' && (
              <>
                {' '}
                on <span className="breakable">{request.resource}</span>
              </>
            )}
          </div>
        </li>
        {gatesOf(explanation).map((gate) => (
          <GateCard key={`${gate.layer.type} ${gate.layer.level}`} gate={gate} explanation={explanation} />
        ))}
        <li className="gate gate-end">
          <Mark passage={allowed ? 'pass' : 'stop'} />
          <div className="gate-plain">
            <strong>
              {allowed ? 'Allowed' : decision.effect === 'explicit deny' ? 'Explicitly denied' : 'Denied'}
            </strong>
            {decision.effect === 'implicit deny' && ', because nothing that has to allow it does'}
          </div>
        </li>
      </ol>
      {unused.length > 0 && (
        <Box color="text-body-secondary" fontSize="body-s">
          Had no part in it: {unused.join(', ').toLowerCase().replace('vpc', 'VPC')}.
        </Box>
      )}
    </>
  )
}

const MARKS: Readonly<Record<Passage, readonly [IconProps.Name, string]>> = {
  pass: ['status-positive', 'Passes'],
  stop: ['status-negative', 'Stops here'],
  unreached: ['status-negative', 'Would stop it too'],
  idle: ['status-stopped', 'Decides nothing'],
}

function Mark({ passage, icon }: { readonly passage: Passage; readonly icon?: IconProps.Name }) {
  const [name] = MARKS[passage]
  return (
    <span className={`gate-mark gate-mark-${passage}`} aria-hidden="true">
      <Icon name={icon ?? name} size="medium" />
    </span>
  )
}

const NAMES = {
  'the caller': 'It names the caller itself.',
  'the entity behind the session': 'It names the role or user behind the session.',
  'the account': 'It names the caller’s account, which leaves the decision to the account’s own policies.',
}

function GateCard({
  gate: { layer, passage },
  explanation,
}: {
  readonly gate: Gate
  readonly explanation: Explanation
}) {
  const place = layer.policies.length === 0 && layer.mustAllow ? layerPlace(layer, explanation.request) : undefined
  const title = titleOf(layer)
  return (
    <li className={`gate gate-${passage}`} aria-label={`${title}: ${verdictOf(layer)}`}>
      <Mark passage={passage} />
      <div className="gate-card">
        <div className="gate-head">
          <h3>{title}</h3>
          <span className={`verdict verdict-${passage}`}>{verdictOf(layer)}</span>
          {(passage === 'stop' || passage === 'unreached') && (
            <Badge color={passage === 'stop' ? 'red' : 'grey'}>{MARKS[passage][1]}</Badge>
          )}
        </div>
        {layer.names !== undefined && <p>{NAMES[layer.names]}</p>}
        {layer.policies.length === 0 && <p>There is no such policy{place ? '.' : ' that could allow it.'}</p>}
        {place && (
          <p>
            <Link href={place.href}>Add one: {place.text}</Link>
          </p>
        )}
        {layer.policies.map((policy) => (
          <PolicyCard
            key={`${policy.name} ${policy.attachedTo}`}
            policy={policy}
            layer={layer}
            explanation={explanation}
          />
        ))}
      </div>
    </li>
  )
}

function PolicyCard({
  policy,
  layer: { type, outcome },
  explanation: { request, nearest },
}: {
  readonly policy: ExplainedPolicy
  readonly layer: Gate['layer']
  readonly explanation: Explanation
}) {
  const place = policyPlace(type, policy, request.resource)
  const name = policyName(type, policy)
  const { told, others } = sorted(policy.statements, nearest?.statement)
  const other = told.length > 0 ? 'other ' : ''
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  return (
    <section className="gate-policy" aria-label={name}>
      <h4 className="breakable">{place ? <Link href={place.href}>{title}</Link> : title}</h4>
      <SpaceBetween size="xs">
        {told.map((statement) => (
          <StatementCard
            key={statement.ref.index}
            statement={statement}
            nearest={statement === nearest?.statement}
            open={
              statement === nearest?.statement ||
              (told.length <= FEW && statement.effect === (outcome === 'denies' ? 'Deny' : 'Allow'))
            }
          />
        ))}
        {others.length > 0 && (
          <Expandable
            header={`${counted(others.length, `${other}statement that does`, `${other}statements that do`)} not apply`}
          >
            <SpaceBetween size="xs">
              {others.map((statement) => (
                <StatementCard key={statement.ref.index} statement={statement} nearest={false} open={false} />
              ))}
            </SpaceBetween>
          </Expandable>
        )}
      </SpaceBetween>
    </section>
  )
}

/** So many statements that apply are open at once. */
const FEW = 4
