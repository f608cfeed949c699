import type { PolicyDocument } from '../document.ts'
import { POLICY_TYPES, type PolicyType } from '../request.ts'
import { DIRECT } from './principal.ts'
import { compileProgram, type Program } from './program.ts'
import { PLAIN, type Reach } from './statement.ts'
import { explicitly, implicitly, type Verdict } from './verdict.ts'

/** The gates that policies open, as bits. */
export const GUARDRAIL = 1
export const RESOURCE = 2
export const LIMIT = 4
export const IDENTITY = 8

/** What the decision knows of one policy type. */
export interface PolicyKind {
  readonly type: PolicyType
  readonly gate: number
  /** No Allow says more than this one, so that the others need not be asked. */
  readonly enough: Reach
  readonly denied: Verdict
  readonly closed: Verdict
  readonly programs: WeakMap<PolicyDocument, Program>
}

function kind(type: PolicyType, gate: number, enough: Reach = PLAIN): PolicyKind {
  const index = POLICY_TYPES.indexOf(type)
  return { type, gate, enough, denied: explicitly(index), closed: implicitly(index), programs: new WeakMap() }
}

export const KINDS = {
  serviceControl: kind('service control policy', GUARDRAIL),
  resourceControl: kind('resource control policy', GUARDRAIL),
  endpoint: kind('VPC endpoint policy', GUARDRAIL),
  // How strongly these two name the caller decides which other policies must allow.
  resource: kind('resource-based policy', RESOURCE, DIRECT),
  trust: kind('role trust policy', RESOURCE, DIRECT),
  boundary: kind('permissions boundary', LIMIT),
  session: kind('session policy', LIMIT),
  identity: kind('identity-based policy', IDENTITY),
}

/** The kind of a policy type. */
export const kindOf = (type: PolicyType): PolicyKind => {
  const found = Object.values(KINDS).find((known) => known.type === type)
  if (!found) throw new TypeError(`no policies are of the type ${type}`)
  return found
}

/** The program of a document in policies of one type, compiled when it is first asked for. */
export function programOf(document: PolicyDocument, { type, programs }: PolicyKind): Program {
  const found = programs.get(document)
  if (found) return found
  const program = compileProgram(document, type)
  programs.set(document, program)
  return program
}
