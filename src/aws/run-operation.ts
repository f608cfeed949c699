import type { State } from '../state/table.ts'
import { judge, type PrincipalPolicies } from './authorize.ts'
import type { Caller } from './caller.ts'
import { commonError } from './common-errors.ts'
import { denialError } from './denial.ts'
import { AwsError } from './error.ts'
import { randomIds } from './ids.ts'
import { type Call, type Check, type May, notYet, type Operation, type RequestFacts } from './operation.ts'
import type { PipelineParts } from './pipeline.ts'
import type { Progress } from './progress.ts'
import type { Structure } from './protocols/protocol.ts'

export interface RunFacts {
  readonly input: Structure
  readonly caller: Caller
  readonly request: RequestFacts
  readonly progress: Progress
}

/** Authorizes and handles the operation that `progress` names. The handler runs only after authorize has said allow. */
export async function runOperation(parts: PipelineParts, facts: RunFacts): Promise<Structure | undefined> {
  const { progress, caller } = facts
  const { definition } = await findOperation(parts, progress, caller)
  refuseSession(facts)
  const ids = randomIds()
  const call: Call<Structure> = {
    input: facts.input,
    caller,
    now: progress.now,
    requestId: progress.requestId,
    region: progress.region,
    request: facts.request,
    fail: (code, message, fields) => {
      throw new AwsError(code, message, fields ? { fields } : {})
    },
  }
  const authorize = (state: State): May => {
    // A plan that runs again is judged again: only its last verdicts stand.
    progress.verdicts.length = 0
    const may = question(parts.policiesOf, facts)
    const { authorization } = definition
    if (authorization.kind !== 'permissions') return (check) => may(check).allowed
    const checks: readonly Check[] = authorization.check({ ...call, state })
    if (checks.length === 0) throw new Error(`${progress.model?.name} asked for no permission`)
    for (const check of checks) {
      const verdict = may(check)
      if (!verdict.allowed) throw denialError({ ...progress, caller }, verdict, parts.denial)
    }
    return (check) => may(check).allowed
  }

  if (definition.read) {
    const may = authorize(parts.state)
    return definition.read({ ...call, state: parts.state, ids, may, continueBody: progress.incoming.continueBody })
  }
  const { prepare, handle } = definition
  let prepared: unknown
  if (prepare) {
    authorize(parts.state)
    prepared = await prepare({ ...call, state: parts.state })
  }
  let after: (() => void | Promise<void>)[] = []
  const output: Structure | undefined = await parts.write(caller.account, progress.requestId, (tx) => {
    ids.rewind()
    after = []
    const may = authorize(tx)
    return handle({ ...call, tx, prepared, ids, may, afterCommit: (run) => after.push(run) })
  })
  for (const run of after) await run()
  return output
}

async function findOperation(parts: PipelineParts, progress: Progress, caller: Caller): Promise<Operation> {
  const name = progress.model?.name ?? ''
  // The table names every operation of its service's model, and `name` comes from the model.
  const table = (await parts.services[progress.service]()) as Readonly<Record<string, Operation | typeof notYet>>
  const operation = table[name] ?? notYet
  if (operation !== notYet) return operation
  // Nobody unknown learns what is built.
  if (caller.kind === 'anonymous') throw commonError('denied', progress.family, { message: 'Access Denied' })
  throw commonError('not implemented', progress.family, { message: `Rolecall does not implement ${name} yet.` })
}

/** The caller's policies are those of the first question. */
function question(policiesOf: PipelineParts['policiesOf'], { caller, request, progress }: RunFacts) {
  let policies: PrincipalPolicies | undefined
  return (check: Check) => {
    policies ??= policiesOf(caller)
    const verdict = judge({ caller, now: progress.now, region: progress.region, request, policies }, check)
    progress.verdicts.push(verdict)
    return verdict
  }
}

const STS_FOR_SESSION_TOKENS = new Set(['AssumeRole', 'GetCallerIdentity'])

/**
 * Credentials of GetSessionToken call IAM only after MFA, and of STS only AssumeRole and GetCallerIdentity.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
function refuseSession({ caller, progress }: RunFacts): void {
  if (caller.session?.kind !== 'session-token') return
  const sts = progress.service === 'sts' && !STS_FOR_SESSION_TOKENS.has(progress.model?.name ?? '')
  const iam = progress.service === 'iam' && caller.session.mfaAt === undefined
  if (sts)
    throw commonError('denied', progress.family, {
      message: `Cannot call ${progress.model?.name} with session credentials`,
    })
  if (iam) throw commonError('unknown key', progress.family)
}
