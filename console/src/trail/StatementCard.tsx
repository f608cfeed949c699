import Badge from '@cloudscape-design/components/badge'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import type { Answer, ExplainedElement, ExplainedStatement } from 'rolecall/policy'
import { Expandable } from './Expandable.tsx'
import { useNamed } from './principal-names.ts'

const APPLIES: Readonly<Record<Answer, string>> = {
  yes: 'applies',
  no: 'does not apply',
  unclear: 'cannot be decided',
}

/** A statement with each of its elements: what the policy says, what the request has, and whether that matches. */
export function StatementCard({
  statement,
  nearest,
  open,
}: {
  readonly statement: ExplainedStatement
  /** Whether it came nearest to allowing the request. */
  readonly nearest: boolean
  readonly open: boolean
}) {
  const { effect, applies, ref, line, elements } = statement
  const name = `Statement ${ref.index + 1}${ref.sid ? ` “${ref.sid}”` : ''}`
  return (
    <div className={`statement statement-${applies === 'no' ? 'off' : effect === 'Allow' ? 'allows' : 'denies'}`}>
      <Expandable
        open={open}
        header={
          <span className="statement-head">
            <Badge color={effect === 'Allow' ? 'green' : 'red'}>{effect}</Badge>
            <span>{name}</span>
            <span className="quiet">
              line {line} · {APPLIES[applies]}
            </span>
            {nearest && <Badge color="blue">Nearest</Badge>}
          </span>
        }
      >
        <table className="elements" aria-label={`Elements of ${name}`}>
          <thead>
            <tr>
              <th scope="col">Element</th>
              <th scope="col">The policy says</th>
              <th scope="col">The request has</th>
              <th scope="col">Match</th>
            </tr>
          </thead>
          <tbody>
            {elements.map((element) => (
              <ElementRow
                key={`${element.element} ${element.operator} ${element.offset} ${element.doubt}`}
                element={element}
              />
            ))}
          </tbody>
        </table>
      </Expandable>
    </div>
  )
}

const MATCHES: Readonly<Record<Answer, readonly [StatusIndicatorProps.Type, string]>> = {
  yes: ['success', 'Yes'],
  no: ['error', 'No'],
  unclear: ['warning', 'Unclear'],
}

function ElementRow({ element }: { readonly element: ExplainedElement }) {
  const { matches, doubt, operands, written, asked, missing, key, operator } = element
  const [type, text] = MATCHES[matches]
  const variables = missing.filter((name) => name !== key?.toLowerCase())
  return (
    <tr className={matches === 'yes' ? '' : 'element-fails'}>
      <th scope="row">
        {element.element}
        {operator !== undefined && (
          <div className="quiet breakable">
            {operator} <code>{key}</code>
          </div>
        )}
      </th>
      <td>
        <span className="element-label">The policy says</span>
        <Values values={operands} />
        {operands.join('\n') !== written.join('\n') && (
          <div className="quiet">
            written <Values values={written} />
          </div>
        )}
      </td>
      <td>
        <span className="element-label">The request has</span>
        {asked === undefined ? key === undefined ? '-' : <em>no {key}</em> : <Values values={[asked].flat()} />}
        {variables.length > 0 && <div className="quiet">It carries no {variables.join(', ')}.</div>}
      </td>
      <td>
        <StatusIndicator type={type}>{text}</StatusIndicator>
        {doubt !== undefined && <div className="quiet">{doubt}</div>}
      </td>
    </tr>
  )
}

/** Values that are shown before somebody asks for the rest. */
const SHOWN = 6

function Value({ value }: { readonly value: string }) {
  const { text, id } = useNamed(value)
  return (
    <>
      <code>{text === '' ? '""' : text}</code>
      {id !== undefined && <span className="quiet"> kept as {id}</span>}
    </>
  )
}

function Values({ values }: { readonly values: readonly string[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? values : values.slice(0, SHOWN)
  const left = values.length - shown.length
  if (values.length === 0) return <em>none</em>
  return (
    <ul className="values">
      {[...new Set(shown)].map((value) => (
        <li key={value}>
          <Value value={value} />
        </li>
      ))}
      {left > 0 && (
        <li>
          <button type="button" className="more" onClick={() => setAll(true)}>
            {left} more
          </button>
        </li>
      )}
    </ul>
  )
}
