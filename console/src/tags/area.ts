import type { PageRoute } from '../app/area.ts'
import type { Tagged, TaggedKind } from './tagged.ts'

/** Where the tags of each kind are managed: below the resource's page, of a policy with its ARN as `?arn=`. */
const PATHS: Readonly<Record<TaggedKind, string>> = {
  role: '/iam/roles/:name/tags',
  user: '/iam/users/:name/tags',
  policy: '/iam/policies/tags',
  'instance-profile': '/iam/instance-profiles/:name/tags',
  instance: '/ec2/instances/:name/tags',
}

/** The page that manages the tags; the area of each kind names its own. */
export const tagsPage = (kind: TaggedKind): PageRoute => ({
  path: PATHS[kind],
  ...(kind === 'policy' && { needs: 'arn' }),
  load: () => import('./ManageTagsPage.tsx'),
})

/** The address of that page. */
export const manageTagsHref = ({ kind, id }: Tagged): string =>
  kind === 'policy'
    ? `${PATHS.policy}?arn=${encodeURIComponent(id)}`
    : PATHS[kind].replace(':name', encodeURIComponent(id))

/** The tab Tags of the resource's own page. */
export const taggedHref = ({ kind, id }: Tagged): string =>
  kind === 'policy'
    ? `/iam/policies/view?arn=${encodeURIComponent(id)}&tab=tags`
    : `${PATHS[kind].replace('/:name/tags', '')}/${encodeURIComponent(id)}?tab=tags`

/** The kind whose tags the page at this path manages. */
export function taggedKindAt(pathname: string): TaggedKind {
  // The object above has exactly the keys of its type.
  const kinds = Object.keys(PATHS) as TaggedKind[]
  const kind = kinds.find((each) => pathname.startsWith(PATHS[each].replace(/(:name\/)?tags$/, '')))
  if (kind === undefined) throw new Error(`${pathname} is the page of nothing that has tags.`)
  return kind
}
