import { createHash } from 'node:crypto'
import type { Context } from '../../aws/caller.ts'
import type { Check, Fail } from '../../aws/operation.ts'
import { inRegion, type State } from '../../state/table.ts'
import { requireIdForm } from '../ec2-errors.ts'
import { ec2Arn, type Place, placeOf } from '../records.ts'
import {
  type ClientRequest,
  type LaunchTemplate,
  type LaunchTemplateVersion,
  launchTemplates,
  launchTemplateVersions,
  listTemplates,
  versionKey,
} from './records.ts'

interface Named {
  readonly LaunchTemplateId?: string | undefined
  readonly LaunchTemplateName?: string | undefined
}

/** The template that a request names by id or by name, or undefined. */
export function findTemplate(
  state: State,
  place: Place,
  { LaunchTemplateId, LaunchTemplateName }: Named,
): LaunchTemplate | undefined {
  if (LaunchTemplateId !== undefined) {
    return state.get(launchTemplates, inRegion(place.account, place.region), LaunchTemplateId)
  }
  return listTemplates(state, place).find(({ name }) => name === LaunchTemplateName)
}

/** The template that a request names. Errors: EC2's for ids and names that are wrong, missing or both there. */
export function requireTemplate(state: State, place: Place, named: Named, fail: Fail<string>): LaunchTemplate {
  const { LaunchTemplateId: id, LaunchTemplateName: name } = named
  if (id !== undefined && name !== undefined) {
    fail(
      'InvalidParameterCombination',
      'Either a launch template ID or a launch template name may be specified, not both',
    )
  }
  if (id === undefined && name === undefined) {
    fail('MissingParameter', 'The request must contain the parameter LaunchTemplateId or LaunchTemplateName')
  }
  if (id !== undefined) requireIdForm([id], 'lt', 'InvalidLaunchTemplateId.Malformed', fail)
  return findTemplate(state, place, named) ?? failNoTemplate(named, fail)
}

/** AWS's error for a template that does not exist, by id or by name. */
export const failNoTemplate = ({ LaunchTemplateId: id, LaunchTemplateName: name }: Named, fail: Fail<string>): never =>
  id === undefined
    ? fail(
        'InvalidLaunchTemplateName.NotFoundException',
        `The specified launch template, with template name ${name}, does not exist.`,
      )
    : fail('InvalidLaunchTemplateId.NotFound', `The specified launch template, with template ID ${id}, does not exist.`)

/** The version that `$Latest`, `$Default`, a number, or nothing (the default) names; undefined when there is none. */
export function findVersion(
  state: State,
  template: LaunchTemplate,
  asked: string | undefined,
): LaunchTemplateVersion | undefined {
  const { account, region, id } = template
  const number = versionNumber(template, asked || '$Default')
  return number === undefined
    ? undefined
    : state.get(launchTemplateVersions, inRegion(account, region), versionKey(id, number))
}

function versionNumber({ latestVersion, defaultVersion }: LaunchTemplate, asked: string): number | undefined {
  if (asked === '$Latest') return latestVersion
  if (asked === '$Default') return defaultVersion
  return /^[1-9]\d{0,9}$/.test(asked) ? Number(asked) : undefined
}

/** As `findVersion`, or InvalidLaunchTemplateId.VersionNotFound. */
export const requireVersion = (
  state: State,
  template: LaunchTemplate,
  asked: string | undefined,
  fail: Fail<string>,
): LaunchTemplateVersion =>
  findVersion(state, template, asked) ??
  fail(
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version ${asked} for the launch template with ID ${template.id}.`,
  )

/** One question on the template that a request names; of one that does not exist only the id is known. */
export function templateCheck(
  action: string,
  call: {
    readonly input: Named
    readonly caller: { readonly account: string }
    readonly region: string
    readonly state: State
  },
  context: Context = {},
): Check {
  const place = placeOf(call)
  const template = findTemplate(call.state, place, call.input)
  return {
    action,
    resource: ec2Arn(place, 'launch-template', template?.id ?? call.input.LaunchTemplateId ?? '*'),
    resourceTags: template?.tags,
    context: { 'ec2:Region': place.region, ...context },
  }
}

/** The request's client token with a digest of everything else that it asks. */
export function clientRequest(input: { readonly ClientToken?: string | undefined }): ClientRequest | undefined {
  const { ClientToken: token } = input
  if (token === undefined) return undefined
  const text = JSON.stringify({ ...input, ClientToken: undefined, DryRun: undefined })
  return { token, digest: createHash('sha256').update(text).digest('base64url') }
}

/** True when `made` was made by this very request; IdempotentParameterMismatch when by another one under its token. */
export function isRepeated(
  made: { readonly request: ClientRequest | undefined },
  asked: ClientRequest | undefined,
  fail: Fail<string>,
): boolean {
  if (asked === undefined || made.request?.token !== asked.token) return false
  if (made.request.digest === asked.digest) return true
  return fail(
    'IdempotentParameterMismatch',
    'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
  )
}
