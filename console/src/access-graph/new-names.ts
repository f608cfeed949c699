/** Names that fit what policies are written for. */
import type { Holder } from './account.ts'

const written = ({ identity }: Holder): readonly string[] =>
  identity.flatMap(({ document }) =>
    document.statements.flatMap(({ effect, resource }) =>
      effect === 'Allow' && resource && !resource.negated ? resource.values : [],
    ),
  )

/** So many names are tried. */
const MOST = 8

/** What stands behind the kind in the resources that the policies of `from` allow something on, as a name that fits it. */
export const idsLike = (from: Holder, kind: string): readonly string[] =>
  [
    ...new Set(
      written(from)
        .filter((pattern) => pattern.includes(`:${kind}/`) && !pattern.includes('$'))
        .map((pattern) => (pattern.split(`:${kind}/`)[1] ?? '').replaceAll('*', 'new').replaceAll('?', 'x')),
    ),
  ].slice(0, MOST)

/** ARNs in IAM that nobody has, of the forms that the policies of `from` speak of. */
export const namesLike = (account: string, from: Holder, kind: string): readonly string[] =>
  [...new Set(['new', ...idsLike(from, kind)])].map((name) => `arn:aws:iam::${account}:${kind}/${name}`)
