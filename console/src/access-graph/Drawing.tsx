import { useMemo } from 'react'
import { hrefOf, KINDS } from './names.ts'
import { type DrawnEdge, type DrawnNode, labelOf, NODE, pathThrough, pictureOf } from './picture.ts'
import type { ToldWay } from './told.ts'
import type { View } from './view.ts'

/** The graph around a place. What is drawn stands in the lists below as well, which is what a screen reader reads. */
export function Drawing({ view, route }: { readonly view: View; readonly route: readonly ToldWay[] }) {
  const picture = useMemo(() => pictureOf(view, route), [view, route])
  return (
    <figure className="access-graph">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard as well. */}
      <section className="canvas" aria-label={`Access graph around ${view.node.name}`} tabIndex={0}>
        <div style={{ width: picture.width, height: picture.height }}>
          <svg width={picture.width} height={picture.height} aria-hidden="true">
            <defs>
              {['', ' escalate', ' administrator'].map((kind) => (
                <marker
                  key={kind}
                  id={`arrow${kind.trim()}`}
                  viewBox="0 0 8 8"
                  refX="7"
                  refY="4"
                  markerUnits="userSpaceOnUse"
                  markerWidth="9"
                  markerHeight="9"
                  orient="auto"
                >
                  <path d="M0,0 L8,4 L0,8 z" className={`head${kind}`} />
                </marker>
              ))}
            </defs>
            {picture.edges.map((edge) => (
              <Edge key={edge.key} edge={edge} />
            ))}
          </svg>
          {picture.nodes.map((drawn) => (
            <Node key={drawn.key} drawn={drawn} focus={view.node.id} />
          ))}
        </div>
      </section>
      <Legend />
    </figure>
  )
}

function Edge({ edge: { way, others, onRoute, points, label } }: { readonly edge: DrawnEdge }) {
  const kind = classOf(way)
  return (
    <g className={`edge ${kind}${way.certain ? '' : ' conditional'}${onRoute ? ' on-route' : ''}`}>
      <path d={pathThrough(points)} markerEnd={`url(#arrow${kind === 'plain' ? '' : kind})`} />
      <text x={label.x} y={label.y} textAnchor="middle" dominantBaseline="middle">
        {labelOf(way, others)}
      </text>
    </g>
  )
}

const classOf = ({ kind }: ToldWay): 'escalate' | 'administrator' | 'plain' =>
  kind === 'escalate' || kind === 'pass' ? 'escalate' : kind === 'administrator' ? 'administrator' : 'plain'

function Node({ drawn: { node, more, x, y }, focus }: { readonly drawn: DrawnNode; readonly focus: string }) {
  const style = { left: x - NODE.width / 2, top: y - NODE.height / 2, width: NODE.width, height: NODE.height }
  if (!node)
    return (
      <a className="node more" style={style} href={`${hrefOf(focus)}&tab=${more?.tab}`}>
        <span className="name">{more?.text}</span>
        <span className="kind">in the list below</span>
      </a>
    )
  return (
    <a
      className={`node ${node.kind.replace(' ', '-')}`}
      style={style}
      href={hrefOf(node.id)}
      title={node.id}
      {...(node.id === focus && { 'aria-current': 'true' })}
    >
      <span className="name">{node.name}</span>
      <span className="kind">{KINDS[node.kind].one}</span>
    </a>
  )
}

const LEGEND = [
  ['plain', 'permitted'],
  ['plain conditional', 'only under a condition'],
  ['escalate', 'a way to become more than one was given'],
] as const

const Legend = () => (
  <figcaption>
    {LEGEND.map(([kind, text]) => (
      <span key={kind}>
        <svg width="34" height="10" aria-hidden="true" className={`edge ${kind}`}>
          <path d="M1,5 L33,5" />
        </svg>
        {text}
      </span>
    ))}
    <span>A thick line is the way to administrator.</span>
  </figcaption>
)
