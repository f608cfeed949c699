import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { API } from 'typescript/unstable/sync'
import { type Mutant, mutantsOf } from './mutants.ts'

/** The tree as the type checker sees it. */
export interface Program {
  mutantsIn(file: string): readonly Mutant[]
  /** Whether the mutant's file still type-checks: one that does not is noticed by `npm run check`. */
  typeChecks(mutant: Mutant): boolean
  close(): void
}

/** TypeScript 7 offers its syntax trees and its checker to programs, as unstable. */
export function openProgram(root: string): Program {
  const config = join(import.meta.dirname, 'tsconfig.json')
  let overlay: { readonly path: string; readonly text: string } | undefined
  const open = () => {
    const readFile = (path: string) => (path === overlay?.path ? overlay.text : undefined)
    const api = new API({ cwd: root, fs: { readFile } })
    return { api, first: api.updateSnapshot({ openProjects: [config] }) }
  }
  let opened = open()
  let checked = 0
  return {
    mutantsIn(file) {
      const source = opened.first.getProject(config)?.program.getSourceFile(join(root, file))
      if (!source) throw new Error(`${file} is no file of src/policy`)
      return mutantsOf(source, file)
    },
    typeChecks({ file, start, end, after }) {
      const path = join(root, file)
      const text = readFileSync(path, 'utf8')
      checked += 1
      // It gets slower with each change.
      if (checked % 200 === 0) {
        opened.api.close()
        opened = open()
      }
      overlay = { path, text: text.slice(0, start) + after + text.slice(end) }
      const snapshot = opened.api.updateSnapshot({ fileChanges: { changed: [path] } })
      const program = snapshot.getProject(config)?.program
      if (!program) throw new Error('the project cannot be read any more')
      const sound =
        program.getSyntacticDiagnostics(path).length === 0 && program.getSemanticDiagnostics(path).length === 0
      snapshot.dispose()
      overlay = undefined
      opened.api.updateSnapshot({ fileChanges: { changed: [path] } }).dispose()
      return sound
    },
    close: () => opened.api.close(),
  }
}
