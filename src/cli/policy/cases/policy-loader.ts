import { dirname, isAbsolute, join, normalize } from 'node:path'
import { type PolicyDocument, PolicySyntaxError, parsePolicy } from '../../../policy/document.ts'
import type { JsonNode } from '../../../policy/json.ts'
import { guessPolicyKind } from '../../../policy/kind-guess.ts'
import { problemFindings } from '../../../policy/problem-findings.ts'
import type { AppliedPolicy } from '../../../policy/request.ts'
import type { PolicyKind } from '../../../policy/validate.ts'
import { policyPart } from '../policy-part.ts'
import { FileProblem, placeIn, readTextFile, type TextFile, type TextPart } from '../text-file.ts'
import { anyMembersOf, FormError } from './json-reader.ts'

/** A policy of a case. Its `name` is the place where it stands, which no two policies share. */
export interface CasePolicy extends AppliedPolicy {
  readonly part: TextPart
}

/** `organization`: AWS has no sentences for those here, so that they are parsed and no more. */
export type CasePolicyKind = Exclude<PolicyKind, 'bucket'> | 'organization'

/** Reads a policy where a case names one. Throws FormError and FileProblem. */
export type PolicyLoader = (node: JsonNode, kind: CasePolicyKind) => CasePolicy

/**
 * Policies of one test file: written there, named by its member `policies`, or in files, whose paths begin at the test
 * file's folder. One that AWS would refuse is refused: a test of it would tell nothing.
 */
export function policyLoader(file: TextFile, path: string, named: JsonNode | undefined): PolicyLoader {
  const byName = new Map(named && anyMembersOf(named, 'policies').map(({ name, value }) => [name, value]))
  const parts = new Map<string, TextPart>()
  const documents = new Map<TextPart, PolicyDocument>()
  const inline = new Map<JsonNode, TextPart>()
  const valid = new Set<string>()

  return (node, kind) => {
    const part = partOf(node)
    const document = documents.get(part) ?? parsed(part)
    documents.set(part, document)
    const name = placeIn(part, 0)
    if (!valid.has(`${kind} ${name}`)) refuseInvalid(part, document, kind)
    valid.add(`${kind} ${name}`)
    return { name, document, part }
  }

  function partOf(node: JsonNode): TextPart {
    const meant = node.kind === 'string' ? (byName.get(node.value) ?? node) : node
    if (meant.kind === 'object') {
      const known = inline.get(meant) ?? { file, text: file.text.slice(meant.offset, meant.end), base: meant.offset }
      inline.set(meant, known)
      return known
    }
    if (meant.kind !== 'string') throw new FormError('a policy is an object, a name or a path', meant.offset)
    const at = normalize(isAbsolute(meant.value) ? meant.value : join(dirname(path), meant.value))
    const known = parts.get(at) ?? partIn(at, meant)
    parts.set(at, known)
    return known
  }

  function partIn(at: string, node: JsonNode & { readonly kind: 'string' }): TextPart {
    try {
      return policyPart(readTextFile(at))
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error
      throw new FormError(`no policy is named "${node.value}", and ${error.message.replace(': ', ' ')}`, node.offset)
    }
  }
}

function parsed(part: TextPart): PolicyDocument {
  try {
    return parsePolicy(part.text)
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error
    const [finding] = problemFindings(part.text, 'identity')
    throw new FileProblem(`${placeIn(part, finding?.offset ?? 0)}: ${finding?.message ?? error.message}`, {
      cause: error,
    })
  }
}

function refuseInvalid(part: TextPart, document: PolicyDocument, kind: CasePolicyKind): void {
  if (kind === 'organization') return
  const exact = kind === 'resource' && guessPolicyKind(document) === 'bucket' ? 'bucket' : kind
  const [finding] = problemFindings(part.text, exact)
  if (finding) throw new FileProblem(`${placeIn(part, finding.offset)}: as ${exact} policy: ${finding.message}`)
}
