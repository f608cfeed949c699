import type { MetadataView } from './view.ts'

/** A document: its text, or undefined where this instance has none. */
export type Leaf = (view: MetadataView) => string | undefined

/** A folder of the tree. `children` answers undefined where the whole folder is absent. */
export interface Folder {
  readonly children: (view: MetadataView) => Readonly<Record<string, Node>> | undefined
  /** The line of a child in the listing, where it is not its name. */
  readonly line?: (name: string, view: MetadataView) => string
  /** Children that are served but never listed. */
  readonly unlisted?: readonly string[]
}

export type Node = Leaf | Folder

/** The node from this version of the service on; absent in those before it. */
export function since<N extends Node>(version: string, node: N): N
export function since(version: string, node: Node): Node {
  // `1.0` sorts before every date, and `latest` after them.
  const isOld = (view: MetadataView) => view.version < version
  if (typeof node === 'function') return (view) => (isOld(view) ? undefined : node(view))
  return { ...node, children: (view) => (isOld(view) ? undefined : node.children(view)) }
}

export const folder = (children: Readonly<Record<string, Node>>): Folder => ({ children: () => children })

/** What stands at these path segments: a text, a listing, or undefined for 404. */
export function resolve(root: Folder, segments: readonly string[], view: MetadataView): string | undefined {
  let node: Node = root
  for (const segment of segments) {
    if (typeof node === 'function') return undefined
    const children: Readonly<Record<string, Node>> | undefined = node.children(view)
    if (!children || !Object.hasOwn(children, segment)) return undefined
    node = children[segment]!
  }
  return typeof node === 'function' ? node(view) : listing(node, view)
}

/** One line a child, folders with a slash, and nothing that would answer 404: cloud-init reads every line. */
function listing(node: Folder, view: MetadataView): string | undefined {
  const children = node.children(view)
  if (!children) return undefined
  return Object.keys(children)
    .filter((name) => !node.unlisted?.includes(name) && isThere(children[name]!, view))
    .map((name) => node.line?.(name, view) ?? (typeof children[name] === 'function' ? name : `${name}/`))
    .join('\n')
}

const isThere = (node: Node, view: MetadataView): boolean =>
  typeof node === 'function' ? node(view) !== undefined : node.children(view) !== undefined
