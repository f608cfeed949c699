import { CreateTagsCommand, DeleteTagsCommand, DescribeTagsCommand } from '@aws-sdk/client-ec2'
import * as sdk from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { ec2 } from '../aws/ec2.ts'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import type { EditedTag } from '../parts/TagFields.tsx'

export type TaggedKind = 'role' | 'user' | 'policy' | 'instance-profile' | 'instance'

/** A resource that has tags: its kind, and what its operations name it by: its name, of a policy the ARN, of an instance the id. */
export interface Tagged {
  readonly kind: TaggedKind
  readonly id: string
}

interface TagPage {
  readonly Tags: readonly Partial<sdk.Tag>[] | undefined
  readonly Marker?: string | undefined
}

interface TagCalls {
  readonly list: (id: string, Marker: string | undefined) => Promise<TagPage>
  readonly tag: (id: string, Tags: sdk.Tag[]) => Promise<unknown>
  readonly untag: (id: string, TagKeys: string[]) => Promise<unknown>
}

/** IAM's and EC2's operations on the tags of each kind. */
export const TAG_CALLS: Readonly<Record<TaggedKind, TagCalls>> = {
  role: {
    list: (RoleName, Marker) => iam().send(new sdk.ListRoleTagsCommand({ RoleName, Marker })),
    tag: (RoleName, Tags) => iam().send(new sdk.TagRoleCommand({ RoleName, Tags })),
    untag: (RoleName, TagKeys) => iam().send(new sdk.UntagRoleCommand({ RoleName, TagKeys })),
  },
  user: {
    list: (UserName, Marker) => iam().send(new sdk.ListUserTagsCommand({ UserName, Marker })),
    tag: (UserName, Tags) => iam().send(new sdk.TagUserCommand({ UserName, Tags })),
    untag: (UserName, TagKeys) => iam().send(new sdk.UntagUserCommand({ UserName, TagKeys })),
  },
  policy: {
    list: (PolicyArn, Marker) => iam().send(new sdk.ListPolicyTagsCommand({ PolicyArn, Marker })),
    tag: (PolicyArn, Tags) => iam().send(new sdk.TagPolicyCommand({ PolicyArn, Tags })),
    untag: (PolicyArn, TagKeys) => iam().send(new sdk.UntagPolicyCommand({ PolicyArn, TagKeys })),
  },
  'instance-profile': {
    list: (InstanceProfileName, Marker) =>
      iam().send(new sdk.ListInstanceProfileTagsCommand({ InstanceProfileName, Marker })),
    tag: (InstanceProfileName, Tags) => iam().send(new sdk.TagInstanceProfileCommand({ InstanceProfileName, Tags })),
    untag: (InstanceProfileName, TagKeys) =>
      iam().send(new sdk.UntagInstanceProfileCommand({ InstanceProfileName, TagKeys })),
  },
  instance: {
    list: async (id, NextToken) => {
      const Filters = [{ Name: 'resource-id', Values: [id] }]
      const { Tags, NextToken: Marker } = await ec2().send(new DescribeTagsCommand({ Filters, NextToken }))
      return { Tags, Marker }
    },
    tag: (id, Tags) => ec2().send(new CreateTagsCommand({ Resources: [id], Tags })),
    untag: (id, keys) => ec2().send(new DeleteTagsCommand({ Resources: [id], Tags: keys.map((Key) => ({ Key })) })),
  },
}

/** The tags of the resource. */
export const useTags = ({ kind, id }: Tagged) =>
  useQuery({
    queryKey: ['tags', kind, id],
    queryFn: (): Promise<EditedTag[]> =>
      everyPage(async (marker: string | undefined) => {
        const { Tags = [], Marker } = await TAG_CALLS[kind].list(id, marker)
        return { items: Tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value })), next: Marker }
      }),
  })
