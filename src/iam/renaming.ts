import { iamArn } from '../aws/arn.ts'
import type { Check, Fail } from '../aws/operation.ts'
import type { State, Tx } from '../state/table.ts'
import { type Entity, entityNamed } from './entity.ts'
import { type Subject, subjectCheck } from './subject.ts'

export interface Renaming {
  readonly name: string
  readonly newName: string | undefined
  readonly newPath: string | undefined
}

/**
 * UpdateUser and UpdateGroup need the permission on what is renamed and on what it becomes.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
 */
export function renamingChecks<R extends Entity>(
  subject: Subject<R, string>,
  type: 'user' | 'group',
  facts: Renaming & { readonly state: State; readonly account: string; readonly action: string },
): readonly Check[] {
  const { state, account, action, name } = facts
  const source = subjectCheck(subject, { state, account, handle: name, action })
  if (facts.newName === undefined && facts.newPath === undefined) return [source]
  const record = subject.find(state, account, name)
  const path = facts.newPath ?? record?.path ?? '/'
  return [source, { action, resource: iamArn(account, type, path, facts.newName ?? record?.name ?? name) }]
}

/** Writes the entity under its new name and path. Fails with EntityAlreadyExists; `what` begins AWS's sentence. */
export function rename<R extends Entity>(
  tx: Tx,
  subject: Subject<R, string>,
  record: R,
  { newName, newPath }: Renaming,
  what: string,
  fail: Fail<'EntityAlreadyExists'>,
): void {
  const name = newName ?? record.name
  const other = entityNamed(tx, subject.table, record.account, name)
  if (other && other.id !== record.id) fail('EntityAlreadyExists', `${what} ${name} already exists.`)
  tx.delete(subject.table, record)
  tx.put(subject.table, { ...record, name, path: newPath ?? record.path })
}
