import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const known = new Map<string, ReadonlySet<string>>()
let importers: ReadonlyMap<string, readonly string[]> | undefined

/** The file itself and all that import it, directly or not. Paths from the root of the tree. */
export function dependentsOf(root: string, file: string): ReadonlySet<string> {
  const found = known.get(file)
  if (found) return found
  importers ??= importersIn(root)
  const dependents = new Set([file])
  for (const one of dependents) for (const importer of importers.get(one) ?? []) dependents.add(importer)
  known.set(file, dependents)
  return dependents
}

function importersIn(root: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const file of globSync(['src/policy/**/*.ts', 'tools/mutation/*.ts'], { cwd: root })) {
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, imported = ''] of text.matchAll(/^(?:import|export|\}) (?!type )[^;]*?from '(\.[^']+)'/gm)) {
      const target = normalize(join(dirname(file), imported))
      found.set(target, [...(found.get(target) ?? []), file])
    }
  }
  return found
}
