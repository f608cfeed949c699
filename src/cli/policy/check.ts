import { parseArgs } from 'node:util'
import { PolicySyntaxError, parsePolicy } from '../../policy/document.ts'
import { guessPolicyKind } from '../../policy/kind-guess.ts'
import { positionAt } from '../../policy/text-position.ts'
import { POLICY_KINDS, type PolicyKind } from '../../policy/validate.ts'
import { UsageError } from '../command.ts'
import { paint } from '../paint.ts'
import { policyPart } from './policy-part.ts'
import { type Remark, remarksOn, type Severity } from './remarks.ts'
import { FileProblem, placeIn, readTextFile, type TextPart } from './text-file.ts'

/** What was found in one file. */
interface Checked {
  readonly part: TextPart
  readonly kind: PolicyKind
  readonly guessed: boolean
  readonly findings: readonly Remark[]
}

/** `rolecall policy check`: exits with 1 when there is an error, or with --strict a warning. */
export async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { type: { type: 'string' }, strict: { type: 'boolean' }, json: { type: 'boolean' } },
  })
  if (positionals.length === 0) throw new UsageError('check takes the files of policies; - is standard input')
  const kind = kindNamed(values.type)
  let checked: Checked[]
  try {
    checked = positionals.map((path) => checkPart(policyPart(readTextFile(path)), kind))
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
  process.stdout.write(
    values.json ? `${JSON.stringify(checked.map(jsonView), null, 2)}\n` : checked.map(lines).join(''),
  )
  const fails = (severity: Severity) => severity === 'error' || (values.strict === true && severity !== 'suggestion')
  return checked.some(({ findings }) => findings.some(({ severity }) => fails(severity))) ? 1 : 0
}

function kindNamed(name: string | undefined): PolicyKind | undefined {
  const kind = POLICY_KINDS.find((known) => known === name)
  if (name === undefined || kind) return kind
  throw new UsageError(`--type takes ${POLICY_KINDS.slice(0, -1).join(', ')} or ${POLICY_KINDS.at(-1)}, not ${name}`)
}

function checkPart(part: TextPart, named: PolicyKind | undefined): Checked {
  const kind = named ?? guessKind(part.text)
  return { part, kind, guessed: named === undefined, findings: remarksOn(part.text, kind) }
}

/** A text that cannot be parsed shows nothing to guess by. */
function guessKind(text: string): PolicyKind {
  try {
    return guessPolicyKind(parsePolicy(text))
  } catch (error) {
    if (error instanceof PolicySyntaxError) return 'identity'
    throw error
  }
}

function lines({ part, kind, guessed, findings }: Checked): string {
  const { bold, red, yellow, dim } = paint(process.stdout)
  const colours = { error: red, 'security warning': yellow, warning: yellow, suggestion: dim }
  const told = findings.map(
    ({ severity, code, message, offset }) =>
      `${bold(placeIn(part, offset))}: ${colours[severity](severity)}: ${message} ${dim(`[${code}]`)}\n`,
  )
  const count = findings.length === 0 ? 'ok' : findings.length === 1 ? '1 finding' : `${findings.length} findings`
  return `${told.join('')}${part.file.name}: ${dim(`${kind} policy${guessed ? ' (guessed)' : ''}`)}: ${count}\n`
}

function jsonView({ part, kind, guessed, findings }: Checked) {
  return {
    file: part.file.name,
    type: kind,
    guessed,
    findings: findings.map(({ offset, end, ...finding }) => ({
      ...finding,
      start: positionAt(part.file.text, part.base + offset),
      end: positionAt(part.file.text, part.base + end),
    })),
  }
}
