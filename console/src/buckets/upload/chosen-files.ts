import type { ChosenFile } from './uploads.ts'

/** Files of an input: of a folder with their path in it. */
export const filesOfInput = (files: FileList | null, prefix: string): ChosenFile[] =>
  [...(files ?? [])].map((file) => ({ key: prefix + (file.webkitRelativePath || file.name), file }))

/** Files that were dropped, and those in the folders that were. */
export async function filesOfDrop(data: DataTransfer, prefix: string): Promise<ChosenFile[]> {
  // The list is empty as soon as the event is over: the entries are taken before anything is awaited.
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  return (await Promise.all(entries.map((entry) => filesBelow(entry, prefix)))).flat()
}

async function filesBelow(entry: FileSystemEntry, prefix: string): Promise<ChosenFile[]> {
  const key = prefix + entry.name
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return [{ key, file }]
  }
  if (!isFolder(entry)) return []
  const inside: ChosenFile[] = []
  const reader = entry.createReader()
  for (;;) {
    // It answers a piece at a time, and nothing at the end.
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (piece.length === 0) return inside
    for (const child of piece) inside.push(...(await filesBelow(child, `${key}/`)))
  }
}

// An entry says by these members which of the two it is.
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
