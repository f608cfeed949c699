import type { RequestLaunchTemplateData } from '../../aws/generated/ec2.ts'
import { defineTable, inRegion, type State, type Tx } from '../../state/table.ts'
import type { Place } from '../records.ts'

export interface LaunchTemplate {
  /** `lt-` and 17 hexadecimal digits. */
  readonly id: string
  readonly account: string
  readonly region: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly created: number
  /** ARN of who made it. */
  readonly createdBy: string
  readonly defaultVersion: number
  /** The highest version there is. */
  readonly latestVersion: number
  /** The highest version there ever was: a number is never given twice. */
  readonly lastNumber: number
  readonly tags: Readonly<Record<string, string>>
  readonly request: ClientRequest | undefined
}

export interface LaunchTemplateVersion {
  readonly account: string
  readonly region: string
  readonly templateId: string
  /** 1 and up. */
  readonly number: number
  readonly description: string | undefined
  readonly created: number
  readonly createdBy: string
  /** As it was given; a time in it is text here. */
  readonly data: RequestLaunchTemplateData
  readonly request: ClientRequest | undefined
}

/** The client token of a creation, with a digest of what was asked under it. */
export interface ClientRequest {
  readonly token: string
  readonly digest: string
}

export const launchTemplates = defineTable<LaunchTemplate>({
  name: 'launch-templates',
  scope: 'region',
  partition: (template) => inRegion(template.account, template.region),
  id: (template) => template.id,
})

/** Versions are records of their own: there may be many, each with user data of 16 KB. */
export const launchTemplateVersions = defineTable<LaunchTemplateVersion>({
  name: 'launch-template-versions',
  scope: 'region',
  partition: (version) => inRegion(version.account, version.region),
  id: (version) => versionKey(version.templateId, version.number),
  indexes: { template: (version) => [version.templateId] },
})

export const versionKey = (templateId: string, number: number): string => `${templateId}.${number}`

export const listTemplates = (state: State, { account, region }: Place): readonly LaunchTemplate[] =>
  state.list(launchTemplates, inRegion(account, region))

/** The template's versions, the newest first. */
export const versionsOf = (state: State, { id }: LaunchTemplate): readonly LaunchTemplateVersion[] =>
  state.find(launchTemplateVersions, 'template', id).toSorted((a, b) => b.number - a.number)

/** Versions that one call deletes: with the template's own record far below what a transaction takes. */
export const MAX_DELETED_VERSIONS = 20

/**
 * Deletes up to `MAX_DELETED_VERSIONS` versions of templates that are gone. A template goes with its first versions; those
 * that are left cannot be reached any more, and each later change of a template clears some of them.
 */
export function forgetVersions(tx: Tx, { account, region }: Place): void {
  const partition = inRegion(account, region)
  const orphans = tx
    .list(launchTemplateVersions, partition)
    .filter(({ templateId }) => tx.get(launchTemplates, partition, templateId) === undefined)
  for (const version of orphans.slice(0, MAX_DELETED_VERSIONS)) tx.delete(launchTemplateVersions, version)
}
