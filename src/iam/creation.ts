import { iamArn } from '../aws/arn.ts'
import type { Context } from '../aws/caller.ts'
import type { Check, Fail } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import type { Entity } from './entity.ts'
import type { Subject } from './subject.ts'
import { type Tag, tagRecord } from './tags.ts'

/**
 * The permissions to create an entity. With tags the permission to tag is needed too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html
 */
export function creationChecks(
  type: string,
  facts: {
    readonly account: string
    readonly name: string
    readonly path: string | undefined
    readonly action: string
    readonly tagAction?: string
    readonly tags?: readonly Tag[] | undefined
    readonly context?: Context
    readonly shownAs?: string
  },
): readonly Check[] {
  const resource = iamArn(facts.account, type, facts.path ?? '/', facts.name)
  const requestTags = facts.tags?.length ? tagRecord(facts.tags) : undefined
  const create: Check = {
    action: facts.action,
    resource,
    shownAs: facts.shownAs,
    requestTags,
    ...(facts.context && { context: facts.context }),
  }
  return requestTags && facts.tagAction ? [create, { action: facts.tagAction, resource, requestTags }] : [create]
}

/** Fails with EntityAlreadyExists when the name is taken, in whatever case; `what` begins AWS's sentence. */
export function refuseExisting<R extends Entity>(
  state: State,
  subject: Subject<R, string>,
  account: string,
  name: string,
  what: string,
  fail: Fail<'EntityAlreadyExists'>,
): void {
  if (subject.find(state, account, name)) fail('EntityAlreadyExists', `${what} ${name} already exists.`)
}
