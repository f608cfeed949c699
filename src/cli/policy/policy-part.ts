import { JsonError, type JsonNode, readJson } from '../../policy/json.ts'
import type { TextFile, TextPart } from './text-file.ts'

/** Where the answers of AWS's calls hold a policy: GetPolicyVersion, GetRolePolicy and its kin, GetRole. */
const WRAPPERS = [['PolicyVersion', 'Document'], ['PolicyDocument'], ['Role', 'AssumeRolePolicyDocument']] as const

/** The policy in a file: its whole text, or the document in an answer of AWS as its CLI prints it. */
export function policyPart(file: TextFile): TextPart {
  const root = jsonOf(file.text)
  const inside = root && WRAPPERS.map((path) => objectAt(root, path)).find((node) => node !== undefined)
  return inside
    ? { file, text: file.text.slice(inside.offset, inside.end), base: inside.offset }
    : { file, text: file.text, base: 0 }
}

function objectAt(root: JsonNode, path: readonly string[]): JsonNode | undefined {
  let node: JsonNode | undefined = root
  for (const step of path) {
    node = node?.kind === 'object' ? node.members.find(({ name }) => name === step)?.value : undefined
  }
  return node?.kind === 'object' ? node : undefined
}

/** Undefined when the text is no JSON, of which the policy's own reader tells more. */
function jsonOf(text: string): JsonNode | undefined {
  try {
    return readJson(text)
  } catch (error) {
    if (error instanceof JsonError) return undefined
    throw error
  }
}
