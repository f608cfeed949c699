import type { ServiceTable } from '../aws/operation.ts'
import {
  DeletePublicAccessBlock,
  GetPublicAccessBlock,
  PutPublicAccessBlock,
} from '../buckets/control/AccountPublicAccessBlock.ts'
import { ListTagsForResource, TagResource, UntagResource } from '../buckets/control/ResourceTags.ts'

/** S3 Control: the account's public access block, and tags of buckets by ARN. */
export const s3controlService = {
  DeletePublicAccessBlock,
  GetPublicAccessBlock,
  ListTagsForResource,
  PutPublicAccessBlock,
  TagResource,
  UntagResource,
} satisfies ServiceTable<'s3control'>
