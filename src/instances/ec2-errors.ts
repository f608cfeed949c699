import { AwsError } from '../aws/error.ts'
import type { Fail } from '../aws/operation.ts'

/** What a call with DryRun answers once its permissions stand. Nothing is changed. */
export function stopDryRun(dryRun: boolean | undefined): void {
  if (dryRun) {
    throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', { status: 412 })
  }
}

/** Refuses ids that are not `<prefix>-` with 8 or 17 hexadecimal digits. */
export function requireIdForm(ids: readonly string[], prefix: string, code: string, fail: Fail<string>): void {
  for (const id of ids) {
    if (!id.startsWith(`${prefix}-`)) fail(code, `Invalid id: "${id}" (expecting "${prefix}-...")`)
    if (!/^-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id.slice(prefix.length))) fail(code, `Invalid id: "${id}"`)
  }
}

/** AWS's sentence for ids that do not exist: one is named alone, several in one list. */
export function failNotFound(noun: string, ids: readonly string[], code: string, fail: Fail<string>): never {
  const quoted = `'${ids.join(', ')}'`
  return ids.length === 1
    ? fail(code, `The ${noun} ID ${quoted} does not exist`)
    : fail(code, `The ${noun} IDs ${quoted} do not exist`)
}

/** AWS's sentence for a parameter value that cannot be used. */
export const failInvalidValue = (value: string, parameter: string, why: string, fail: Fail<string>): never =>
  fail('InvalidParameterValue', `Value (${value}) for parameter ${parameter} is invalid. ${why}`)
