import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type PolicyCase, readCaseFile } from './case-file.ts'

/** A folder that goes with the tests of the file; answers the path of a file that it writes there. */
export function folderForTests(): { readonly path: string; readonly write: (name: string, text: string) => string } {
  const path = mkdtempSync(join(tmpdir(), 'rolecall-cases-'))
  after(() => rmSync(path, { recursive: true, force: true }))
  return {
    path,
    write(name, text) {
      writeFileSync(join(path, name), text)
      return join(path, name)
    },
  }
}

/** The cases of a file with this content. */
export const casesOf = (folder: ReturnType<typeof folderForTests>, content: object): readonly PolicyCase[] =>
  readCaseFile(folder.write('cases.json', JSON.stringify(content)))
