/** `iam:PassRole` and `iam:CreateServiceLinkedRole` on roles that nobody named. */
import { type Check, securityWarning, warning } from './check.ts'
import { isAllow, type Lint } from './context.ts'
import { hasWildcard, matches } from './patterns.ts'
import type { LintStatement, LintString } from './reading.ts'

const CREATE_SLR_WITH_NOT_RESOURCE = warning(
  'CREATE_SLR_WITH_NOT_RESOURCE',
  'Using the iam:CreateServiceLinkedRole action with NotResource can allow creation of unintended service-linked roles for multiple resources. We recommend that you specify resource ARNs instead.',
)
const CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE = warning(
  'CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE',
  'Using an action with a wildcard(*) and NotResource can allow creation of unintended service-linked roles because it can allow iam:CreateServiceLinkedRole permissions on multiple resources. We recommend that you specify resource ARNs instead.',
)
const CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE = warning(
  'CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE',
  'Using NotAction with NotResource can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on multiple resources. We recommend that you specify resource ARNs instead.',
)
const CREATE_SLR_WITH_STAR_IN_RESOURCE = warning(
  'CREATE_SLR_WITH_STAR_IN_RESOURCE',
  'Using the iam:CreateServiceLinkedRole action with wildcards (*) in the resource can allow creation of unintended service-linked roles. We recommend that you specify resource ARNs instead.',
)
const CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE = warning(
  'CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE',
  'Using wildcards (*) in the action and the resource can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on all resources. We recommend that you specify resource ARNs instead.',
)
const CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION = warning(
  'CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION',
  'Using a resource with wildcards (*) and NotAction can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on all resources. We recommend that you specify resource ARNs instead.',
)
const PASS_ROLE_WITH_NOT_RESOURCE = securityWarning(
  'PASS_ROLE_WITH_NOT_RESOURCE',
  'Using the iam:PassRole action with NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs instead.',
)
const PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE = securityWarning(
  'PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE',
  'Using an action with a wildcard (*) and NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs instead.',
)
const PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE = securityWarning(
  'PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE',
  'Using NotAction with NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources.. We recommend that you specify resource ARNs instead.',
)
const PASS_ROLE_WITH_STAR_IN_RESOURCE = securityWarning(
  'PASS_ROLE_WITH_STAR_IN_RESOURCE',
  'Using the iam:PassRole action with wildcards (*) in the resource can be overly permissive because it allows iam:PassRole permissions on multiple resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement.',
)
const PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE = securityWarning(
  'PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE',
  'Using wildcards (*) in the action and the resource can be overly permissive because it allows iam:PassRole permissions on all resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement.',
)
const PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION = securityWarning(
  'PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION',
  'Using a resource with wildcards (*) and NotAction can be overly permissive because it allows iam:PassRole permissions on all resources. We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement.',
)

interface Family {
  readonly action: string
  /** A condition on it says for which service, which is what the check asks for. */
  readonly narrowedBy: string
  readonly named: Check
  readonly star: Check
  readonly notAction: Check
  readonly namedNotResource: Check
  readonly starNotResource: Check
  readonly notActionNotResource: Check
}

const FAMILIES: readonly Family[] = [
  {
    action: 'iam:createservicelinkedrole',
    narrowedBy: 'iam:awsservicename',
    named: CREATE_SLR_WITH_STAR_IN_RESOURCE,
    star: CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE,
    notAction: CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
    namedNotResource: CREATE_SLR_WITH_NOT_RESOURCE,
    starNotResource: CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE,
    notActionNotResource: CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE,
  },
  {
    action: 'iam:passrole',
    narrowedBy: 'iam:passedtoservice',
    named: PASS_ROLE_WITH_STAR_IN_RESOURCE,
    star: PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE,
    notAction: PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
    namedNotResource: PASS_ROLE_WITH_NOT_RESOURCE,
    starNotResource: PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE,
    notActionNotResource: PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE,
  },
]

export const PASS_ROLE_CHECKS = FAMILIES.flatMap(({ action: _action, narrowedBy: _key, ...checks }) =>
  Object.values(checks),
)

export function passRoleRules(statement: LintStatement, lint: Lint): void {
  if (lint.type !== 'IDENTITY_POLICY' || !isAllow(statement)) return
  for (const family of FAMILIES) familyRule(family, statement, lint)
}

function familyRule(family: Family, { action, resource, conditions }: LintStatement, { report }: Lint): void {
  if (!action || !resource || conditions.some(({ key }) => key.toLowerCase() === family.narrowedBy)) return
  const meant = action.items.filter(({ text }) => matches(text.toLowerCase(), family.action))
  const stars = resource.negated ? [] : resource.items.filter(coversEveryRole)
  if (!resource.negated && stars.length === 0) return
  if (action.negated) {
    if (meant.length > 0) return
    const check = resource.negated ? family.notActionNotResource : family.notAction
    report(check, resource.negated ? [action, resource] : [action, ...stars])
    return
  }
  const [first] = meant
  if (!first) return
  // The name itself says more than a pattern that happens to cover it.
  const exact = meant.find(({ text }) => !hasWildcard(text))
  const check = resource.negated
    ? exact
      ? family.namedNotResource
      : family.starNotResource
    : exact
      ? family.named
      : family.star
  report(check, [exact ?? first, ...(resource.negated ? [resource] : stars)])
}

/** Every role of an account; names with a star in them follow somebody's convention. */
const coversEveryRole = ({ text }: LintString): boolean =>
  /^\*+$/.test(text) || /^arn:[^:]*:(?:iam|\*):[^:]*:[^:]*:(?:\*|role\/\*|role\*)$/.test(text) || /^arn:\*$/.test(text)
