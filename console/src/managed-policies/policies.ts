import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  type Policy,
  type PolicyVersion,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { validate } from 'rolecall/policy'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import type { Step } from '../parts/steps.ts'
import type { EditedTag } from '../parts/TagFields.tsx'

/** IAM's quota of versions that a policy can have. */
export const MOST_VERSIONS = 5

/** The pages above those about policies. */
export const POLICIES_CRUMBS = [
  { text: 'IAM', href: '/iam' },
  { text: 'Policies', href: '/iam/policies' },
]

export const usePolicy = (arn: string) =>
  useQuery({
    queryKey: ['policy', arn],
    queryFn: async (): Promise<Policy> => {
      const { Policy: found } = await iam().send(new GetPolicyCommand({ PolicyArn: arn }))
      if (!found) throw new Error(`The server answered no policy for ${arn}.`)
      return found
    },
  })

/** The newest first; without their documents. */
export const useVersions = (arn: string) =>
  useQuery({ queryKey: ['policy', arn, 'versions'], queryFn: () => listVersions(arn) })

const listVersions = (PolicyArn: string): Promise<PolicyVersion[]> =>
  everyPage(async (Marker: string | undefined) => {
    const { Versions = [], Marker: next } = await iam().send(new ListPolicyVersionsCommand({ PolicyArn, Marker }))
    return { items: Versions, next }
  })

/** A version's document as IAM answers it: percent-encoded. */
export const useVersionText = (arn: string, versionId: string) =>
  useQuery({
    queryKey: ['policy', arn, 'versions', versionId],
    queryFn: async (): Promise<string> => {
      const { PolicyVersion: version } = await iam().send(
        new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: versionId }),
      )
      return version?.Document ?? ''
    },
    // A version never changes, and its id is not given again.
    staleTime: Number.POSITIVE_INFINITY,
  })

export interface NewPolicy {
  readonly name: string
  readonly description: string
  readonly document: string
  readonly tags: readonly EditedTag[]
}

/** Answers the policy's ARN. */
export async function createPolicy({ name, description, document, tags }: NewPolicy): Promise<string> {
  const { Policy: created } = await iam().send(
    new CreatePolicyCommand({
      PolicyName: name,
      PolicyDocument: document,
      ...(description !== '' && { Description: description }),
      ...(tags.length > 0 && { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
    }),
  )
  return created?.Arn ?? ''
}

export interface NewVersion {
  readonly arn: string
  readonly document: string
  readonly setAsDefault: boolean
  /** The version that makes room where there are five. */
  readonly instead: string | undefined
}

/** No version is given up for a document that the server would refuse. */
export function newVersionSteps({ arn, document, setAsDefault, instead }: NewVersion): readonly Step[] {
  const create: Step = {
    what: 'Create the new version',
    run: () =>
      iam().send(
        new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: document, SetAsDefault: setAsDefault }),
      ),
  }
  const { problem } = validate(document, 'identity')
  return instead === undefined || problem ? [create] : [versionDeletion(arn, instead), create]
}

export const versionAsDefault = (PolicyArn: string, VersionId: string): Step => ({
  what: `Set ${VersionId} as default version`,
  run: () => iam().send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId })),
})

export const versionDeletion = (PolicyArn: string, VersionId: string): Step => ({
  what: `Delete the version ${VersionId}`,
  run: () => iam().send(new DeletePolicyVersionCommand({ PolicyArn, VersionId })),
})

/** Deletes the policy after its other versions, as AWS's console does. One that is attached is refused whole. */
export async function policyDeletion(PolicyArn: string): Promise<readonly Step[]> {
  const { Policy: found } = await iam().send(new GetPolicyCommand({ PolicyArn }))
  const inUse = (found?.AttachmentCount ?? 0) + (found?.PermissionsBoundaryUsageCount ?? 0) > 0
  const others = inUse ? [] : (await listVersions(PolicyArn)).filter(({ IsDefaultVersion }) => !IsDefaultVersion)
  return [
    ...others.map(({ VersionId = '' }) => versionDeletion(PolicyArn, VersionId)),
    { what: 'Delete the policy', run: () => iam().send(new DeletePolicyCommand({ PolicyArn })) },
  ]
}
