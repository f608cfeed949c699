/** One entry of an instance's metadata, as far as it is known outside the instance. */
export type MetadataItem =
  | { readonly kind: 'folder'; readonly children: Readonly<Record<string, MetadataItem>> }
  | { readonly kind: 'value'; readonly text: string }
  /** It is there; what it says is known to the instance alone, or may not be read by whoever asks. */
  | { readonly kind: 'hidden'; readonly why: string }

export const value = (text: string): MetadataItem => ({ kind: 'value', text })
export const hidden = (why: string): MetadataItem => ({ kind: 'hidden', why })

/** A folder of what is there: members without an item are left out. */
export const folder = (members: Readonly<Record<string, MetadataItem | undefined>>): MetadataItem => ({
  kind: 'folder',
  children: Object.fromEntries(
    Object.entries(members).flatMap(([name, item]) => (item === undefined ? [] : [[name, item]])),
  ),
})

/** What a call told, or why it told nothing. */
export type Told<Value> = { readonly told: Value } | { readonly untold: string }

/** The item of what was told; without it the entry is hidden, for the reason that the call gave. */
export const itemOf = <Value>(source: Told<Value>, read: (told: Value) => MetadataItem | undefined) =>
  'told' in source ? read(source.told) : hidden(source.untold)

/** JSON in the form of the metadata service: two spaces, ` : ` between name and value. */
export const document = (members: Readonly<Record<string, string | null>>): string =>
  `{\n${Object.entries(members)
    .map(([name, member]) => `  ${JSON.stringify(name)} : ${JSON.stringify(member)}`)
    .join(',\n')}\n}`

/** `2021-09-20T21:42:26Z` */
export const seconds = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`

/** Stands in a document for what only the instance learns. */
export const UNKNOWN = '(known to the instance)'
/** Stands in a document for a secret. */
export const MASK = '********'
