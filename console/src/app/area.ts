import type { ComponentType } from 'react'

/** One page of the console: its path, and where its component is loaded from when somebody first goes there. */
export interface PageRoute {
  /** In react-router's form, from the origin on: `/iam/roles/:name`. */
  readonly path: string
  /** What its address has to say behind the `?`, as its links do; without it there is no such page. */
  readonly needs?: string
  readonly load: () => Promise<{ readonly Component: ComponentType }>
}

/** A subject of the console, as its folder exports it: its pages, and what of them stands in the navigation. */
export interface Area {
  /** The heading in the navigation that its links stand below. */
  readonly section: 'Identity' | 'Compute' | 'Answers' | 'Storage and monitoring'
  readonly links: readonly { readonly text: string; readonly href: string }[]
  readonly pages: readonly PageRoute[]
}
