import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TreeView from '@cloudscape-design/components/tree-view'
import { useState } from 'react'
import { Actions } from '../parts/Actions.tsx'
import type { MetadataItem } from './metadata-item.ts'

interface Node {
  /** Below `latest/`: `meta-data/iam/info`. */
  readonly path: string
  readonly name: string
  readonly item: MetadataItem
}

const childrenOf = ({ path, item }: { readonly path: string; readonly item: MetadataItem }): readonly Node[] =>
  item.kind === 'folder'
    ? Object.entries(item.children).map(([name, child]) => ({
        path: path === '' ? name : `${path}/${name}`,
        name,
        item: child,
      }))
    : []

const foldersBelow = (node: Node): readonly string[] =>
  node.item.kind === 'folder' ? [node.path, ...childrenOf(node).flatMap(foldersBelow)] : []

const OPEN_FIRST = [
  'meta-data',
  'meta-data/iam',
  'meta-data/iam/security-credentials',
  'meta-data/tags',
  'meta-data/tags/instance',
]

/** The metadata to browse: folders to open, and beside each name what it says. */
export function MetadataTree({ root }: { readonly root: MetadataItem }) {
  const [open, setOpen] = useState<readonly string[]>(OPEN_FIRST)
  const items = childrenOf({ path: '', item: root })
  return (
    <SpaceBetween size="s">
      <Actions>
        <Button onClick={() => setOpen(items.flatMap(foldersBelow))}>Expand all</Button>
        <Button onClick={() => setOpen([])}>Collapse all</Button>
      </Actions>
      <TreeView
        ariaLabel="Instance metadata"
        items={items}
        getItemId={({ path }) => path}
        getItemChildren={(node) => (node.item.kind === 'folder' ? childrenOf(node) : undefined)}
        expandedItems={open}
        onItemToggle={({ detail }) =>
          setOpen((before) => (detail.expanded ? [...before, detail.id] : before.filter((path) => path !== detail.id)))
        }
        renderItem={(node) => ({
          content: <Entry node={node} />,
          secondaryContent: node.item.kind === 'value' && isLong(node.item.text) && (
            <pre className="metadata-value">{node.item.text}</pre>
          ),
          announcementLabel: node.name,
        })}
        i18nStrings={{
          expandButtonLabel: ({ path }) => `Expand ${path}`,
          collapseButtonLabel: ({ path }) => `Collapse ${path}`,
        }}
      />
    </SpaceBetween>
  )
}

/** The name, and beside it what it says when that is one line. */
const Entry = ({ node: { path, name, item } }: { readonly node: Node }) => (
  <div className="metadata-entry" title={`latest/${path}`}>
    <span className="metadata-name">{item.kind === 'folder' ? `${name}/` : name}</span>
    {item.kind === 'value' && !isLong(item.text) && <span className="metadata-value">{item.text}</span>}
    {item.kind === 'hidden' && <Box color="text-body-secondary">{item.why}</Box>}
    {item.kind === 'folder' && Object.keys(item.children).length === 0 && <Box color="text-body-secondary">Empty</Box>}
  </div>
)

const isLong = (text: string): boolean => text.includes('\n')
