/** Whether actions exist. */
import { error } from './check.ts'
import type { Lint } from './context.ts'
import { hasWildcard, matcher } from './patterns.ts'
import type { LintStatement } from './reading.ts'

const INVALID_ACTION = error('INVALID_ACTION', 'The action {{action}} does not exist.{{suggestion}}')
/** AWS fills in the whole action. */
const INVALID_SERVICE_IN_ACTION = error(
  'INVALID_SERVICE_IN_ACTION',
  'The service {{service}} specified in the action does not exist.',
)

export const ACTION_CHECKS = [INVALID_ACTION, INVALID_SERVICE_IN_ACTION]

/** "For some common issues" AWS suggests another action; its list is not published, and this is what was recorded of it. */
const SUGGESTIONS: ReadonlyMap<string, string> = new Map([
  [
    's3:listbuckets',
    ' Did you mean s3:ListAllMyBuckets? The API called ListBuckets authorizes against the IAM action s3:ListAllMyBuckets.',
  ],
])

export function actionRules({ action }: LintStatement, { services, report, comparisons }: Lint): void {
  for (const item of action?.items ?? []) {
    const { text } = item
    // Variables in actions have a finding of their own.
    if (text === '*' || text.includes('${')) continue
    const [prefix = '', ...names] = text.split(':')
    const invalid = () => {
      report(INVALID_ACTION, item, { action: text, suggestion: SUGGESTIONS.get(text.toLowerCase()) ?? '' })
    }
    if (names.length !== 1) {
      if (!hasWildcard(text)) invalid()
      continue
    }
    if (hasWildcard(prefix)) continue
    const service = services.service(prefix)
    if (!service) {
      report(INVALID_SERVICE_IN_ACTION, item, { service: text })
      continue
    }
    const name = (names[0] ?? '').toLowerCase()
    if (!hasWildcard(name)) {
      if (!service.actions.has(name)) invalid()
    } else if (comparisons.left > 0 && !/^\*+$/.test(name)) {
      comparisons.left -= service.actions.size
      const fits = matcher(name)
      if (![...service.actions.keys()].some(fits)) invalid()
    }
  }
}
