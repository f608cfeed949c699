/**
 * Tries mutants in this thread, one after another. Each gets the modules that depend on its file anew, and the tests
 * that reach it, in order, until one fails. A mutant that never ends is the business of who started the thread.
 */
import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { takeCollected } from './collected-tests.ts'
import { dependentsOf } from './dependents.ts'
import type { Mutant } from './mutants.ts'

export interface Question {
  /** Absent: the tests as they are, on the tree as it is. */
  readonly mutant?: Pick<Mutant, 'file' | 'start' | 'end' | 'after'>
  /** Test files, paths from the root of the tree. */
  readonly tests: readonly string[]
}

/** The first test that fails; undefined when the mutant survives. */
export interface Answer {
  readonly failed: string | undefined
}

/** Rises with each test that begins, so that who started the thread sees that it goes on; and how long that test may take. */
// Who starts the thread hands it these eight bytes.
const pulse = new Int32Array(workerData as SharedArrayBuffer)
/** Milliseconds, many times what a test of the file takes: a case takes less than one, a random hunt some seconds. */
const patienceWith = (file: string): number =>
  /\/(?:decide|validate|document|messages|print|dates|operator-name)\.test\.ts$/.test(file) ? 4000 : 12_000

const ROOT = join(import.meta.dirname, '../..')
const urlOf = (file: string): string => pathToFileURL(join(ROOT, file)).href
const COLLECTED = urlOf('tools/mutation/collected-tests.ts')
const mark = '?mutant='

let round = 0
let fresh: ReadonlySet<string> = new Set()
let mutated: { readonly url: string; readonly code: string } | undefined
const stripped = new Map<string, string>()

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'node:test' && context.parentURL?.includes(mark)) return { url: COLLECTED, shortCircuit: true }
    const result = next(specifier, context)
    return fresh.has(result.url) ? { ...result, url: `${result.url}${mark}${round}`, shortCircuit: true } : result
  },
  load(url, context, next) {
    const [plain = url, number] = url.split(mark)
    if (number === undefined) return next(url, context)
    return { format: 'module', source: plain === mutated?.url ? mutated.code : codeOf(plain), shortCircuit: true }
  },
})

function codeOf(url: string): string {
  const known = stripped.get(url)
  if (known !== undefined) return known
  const code = stripTypeScriptTypes(readFileSync(new URL(url), 'utf8'))
  stripped.set(url, code)
  return code
}

async function answer({ mutant, tests }: Question): Promise<string | undefined> {
  round += 1
  const files = mutant ? dependentsOf(ROOT, mutant.file) : new Set<string>()
  // The tests themselves are loaded anew in any case, since loading declares them.
  fresh = new Set([...files, ...tests].map(urlOf))
  try {
    mutated = mutant && { url: urlOf(mutant.file), code: codeWith(mutant) }
    for (const file of tests) {
      if (mutant && !files.has(file)) continue
      takeCollected()
      await import(urlOf(file))
      for (const { name, run } of takeCollected()) {
        const shown = `${file}: ${name}`
        Atomics.store(pulse, 1, patienceWith(file))
        Atomics.add(pulse, 0, 1)
        try {
          await run({ skip: () => undefined })
        } catch (error) {
          return mutant ? shown : `${shown}: ${String(error)}`
        }
      }
    }
  } catch (error) {
    return `does not load: ${String(error)}`
  }
  return undefined
}

function codeWith({ file, start, end, after }: NonNullable<Question['mutant']>): string {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return stripTypeScriptTypes(text.slice(0, start) + after + text.slice(end))
}

parentPort?.on('message', async (question: Question) => {
  parentPort?.postMessage({ failed: await answer(question) } satisfies Answer)
})
