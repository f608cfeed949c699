import { paint } from '../../paint.ts'
import type { PolicyCase } from './case-file.ts'
import type { Surprise } from './run-case.ts'

/** A case that was run; it passed when nothing was a surprise. */
export interface RunCase {
  readonly one: PolicyCase
  readonly surprises: readonly Surprise[]
}

/** For a person: each case a line, and what a failing one comes from. */
export function humanReport(runs: readonly RunCase[]): string {
  const { bold, dim, green, red } = paint(process.stdout)
  const lines = runs.flatMap(({ one, surprises }) => {
    if (surprises.length === 0) return [`${green('ok')}    ${one.name}`]
    const told = surprises.flatMap(({ action, resource, summary, reasons }) => [
      `      ${action} on ${resource}: ${summary}`,
      ...reasons.map((reason) => `        ${reason}`),
    ])
    return [`${red('FAIL')}  ${bold(one.name)} ${dim(`(${one.place})`)}`, ...told]
  })
  const failed = failures(runs)
  const count = `${runs.length} ${runs.length === 1 ? 'case' : 'cases'}`
  const end = failed === 0 ? green(`${count} passed`) : red(`${failed} of ${count} failed`)
  return `${lines.join('\n')}\n\n${end}\n`
}

/** TAP version 14: a test point a case. https://testanything.org/tap-version-14-specification.html */
export function tapReport(runs: readonly RunCase[]): string {
  const points = runs.map(({ one, surprises }, index) => {
    const point = `${surprises.length === 0 ? 'ok' : 'not ok'} ${index + 1} - ${tapText(one.name)}`
    return surprises.length === 0 ? point : `${point}\n${diagnostics(one, surprises)}`
  })
  return ['TAP version 14', `1..${runs.length}`, ...points, ''].join('\n')
}

export const failures = (runs: readonly RunCase[]): number =>
  runs.filter(({ surprises }) => surprises.length > 0).length

/** What a consumer of TAP reads when a run ends before it began. */
export const tapBailOut = (reason: string): string => `TAP version 14\nBail out! ${tapText(reason)}\n`

/** A YAML block, whose strings are written as JSON, which YAML holds. */
function diagnostics(one: PolicyCase, surprises: readonly Surprise[]): string {
  const lines = surprises.flatMap(({ action, resource, summary, reasons }) => [
    `  - action: ${JSON.stringify(action)}`,
    `    resource: ${JSON.stringify(resource)}`,
    `    message: ${JSON.stringify(summary)}`,
    `    reasons:${reasons.length === 0 ? ' []' : ''}`,
    ...reasons.map((reason) => `      - ${JSON.stringify(reason)}`),
  ])
  return ['---', `at: ${JSON.stringify(one.place)}`, 'decisions:', ...lines, '...']
    .map((line) => `  ${line}`)
    .join('\n')
}

/** One line, in which `#` begins no directive. */
const tapText = (text: string): string => text.replace(/[\\#]/g, '\\$&').replace(/\s+/g, ' ')
