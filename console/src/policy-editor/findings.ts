import { ValidatePolicyCommand, type ValidatePolicyFinding } from '@aws-sdk/client-accessanalyzer'
import { type Finding, type FindingType, PolicySyntaxError, parsePolicy, problemFindings } from 'rolecall/policy'
import { accessAnalyzer } from '../aws/access-analyzer.ts'
import { noteFailure } from '../aws/client.ts'
import { everyPage } from '../aws/every-page.ts'
import { failureOf } from '../aws/failure.ts'
import { type EditedKind, lintQuestion, type ResourcePolicyOn, validatedAs } from './kind.ts'

/** A remark about a policy, with the places in its text that it is about, the first foremost. */
export interface PolicyFinding {
  readonly type: FindingType
  readonly message: string
  /** In UTF-16 units; `to` is one past the last. */
  readonly places: readonly { readonly from: number; readonly to: number }[]
}

export interface PolicyCheck {
  readonly findings: readonly PolicyFinding[]
  /** Why the server has not checked it; undefined: it has. */
  readonly withoutServer: string | undefined
}

export interface CheckedPolicy {
  readonly text: string
  readonly kind: EditedKind
  readonly on: ResourcePolicyOn | undefined
}

/** What keeps the text from being JSON, which nobody needs to be asked about; undefined: it is. */
export function syntaxFinding(text: string): PolicyFinding | undefined {
  try {
    parsePolicy(text)
    return undefined
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error
    const { problem, element, offset, cause } = error
    if (problem !== 'not JSON' && problem !== 'duplicate key') return undefined
    const what = cause instanceof Error ? cause.message : `${problem}: ${element}`
    return {
      type: 'ERROR',
      message: `JSON syntax error: ${what.replace(/^not JSON: /, '')}.`,
      places: [{ from: offset, to: Math.min(offset + 1, text.length) }],
    }
  }
}

/**
 * What IAM Access Analyzer finds, asked of the server; where it does not answer, what the same checks find here. A policy
 * that they find no error in and that the service would not take all the same has that refusal as its error.
 */
export async function checkPolicy(policy: CheckedPolicy, memory: CheckMemory): Promise<PolicyCheck> {
  const refused = memory.refused ?? (await askServer(policy, memory))
  if (typeof refused !== 'string') return { findings: withRefusal(refused, policy), withoutServer: undefined }
  // The linter is a chunk of its own, which hardly anybody needs.
  const { localFindings } = await import('./local-findings.ts')
  const found = await localFindings(policy.text, lintQuestion(policy.kind, policy.on))
  return { findings: withRefusal(found.map(findingOf), policy), withoutServer: refused }
}

/** What is known of the server's answers, so that a caller who was refused once is not refused at every letter. */
export interface CheckMemory {
  refused?: string
}

/** The findings, or why there are none. */
async function askServer({ text, kind, on }: CheckedPolicy, memory: CheckMemory): Promise<PolicyFinding[] | string> {
  const { type, resourceType } = lintQuestion(kind, on)
  try {
    const answer = await everyPage(async (nextToken: string | undefined) => {
      const { findings = [], nextToken: next } = await accessAnalyzer().send(
        new ValidatePolicyCommand({
          policyDocument: text,
          policyType: type,
          ...(resourceType && { validatePolicyResourceType: resourceType }),
          nextToken,
        }),
      )
      return { items: findings, next }
    })
    return answer.map(findingOf)
  } catch (error) {
    noteFailure(error)
    const { denied, sentence } = failureOf(error)
    if (!denied) return `The server's check failed (${sentence}). These are the console's own findings.`
    memory.refused =
      "The server's check was denied: you lack access-analyzer:ValidatePolicy. These are the console's own findings."
    return memory.refused
  }
}

const findingOf = ({ findingType, findingDetails, locations }: Finding | ValidatePolicyFinding): PolicyFinding => ({
  // A type that the SDK does not know is shown where nobody overlooks it.
  type: TYPES.find((known) => known === findingType) ?? 'WARNING',
  message: findingDetails ?? '',
  places: (locations ?? []).map(({ span }) => ({ from: span?.start?.offset ?? 0, to: span?.end?.offset ?? 0 })),
})

const TYPES: readonly FindingType[] = ['ERROR', 'SECURITY_WARNING', 'SUGGESTION', 'WARNING']

function withRefusal(findings: readonly PolicyFinding[], { text, kind, on }: CheckedPolicy): readonly PolicyFinding[] {
  if (findings.some(({ type }) => type === 'ERROR')) return findings
  const refusals = problemFindings(text, validatedAs(kind, on)).map(
    ({ code, message, offset, end }): PolicyFinding => ({
      type: 'ERROR',
      message: `It would be refused with ${code}: ${message}`,
      places: [{ from: offset, to: end }],
    }),
  )
  return [...refusals, ...findings]
}
