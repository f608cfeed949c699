/**
 * Changes the policy engine in one small place after another and asks the tests: a change that none of them notices is
 * a hole in the tests, or changes nothing that can be seen. The latter are judged, with their reason, in judged.json.
 */
import { globSync, readFileSync, statSync } from 'node:fs'
import { availableParallelism, setPriority } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { changeOf, keyOf, keysOf, readJudgements } from './judged.ts'
import type { Mutant } from './mutants.ts'
import { openProgram } from './program.ts'
import type { Answer, Question } from './worker.ts'

const ROOT = join(import.meta.dirname, '../..')

/** What is changed when nothing is named. */
const ENGINE = [
  ...['compile', 'values', 'validation'].map((folder) => `src/policy/${folder}`),
  ...['decide', 'document', 'json', 'messages', 'print', 'size', 'validate'].map((name) => `src/policy/${name}.ts`),
]

const WITHOUT_END = 'without end'
/** Milliseconds: how often a thread is looked at, and how long it may take to begin with the tests. */
const WATCH = 250
const START = 60_000

/** What is asked first: the quickest, and what notices most. */
const FIRST = [
  ...['messages', 'document', 'print', 'validate', 'decide'].map((name) => `src/policy/${name}.test.ts`),
  'tools/mutation/random-questions.ts',
]
/** These ask what `random-questions.ts` asks, or all managed policies: too long for a mutant. */
const LEFT_OUT = /compiled\.|managed|reference\/|explain|lint/

const tests = [
  ...FIRST,
  ...globSync('src/policy/**/*.test.ts', { cwd: ROOT })
    .filter((file) => !FIRST.includes(file) && !LEFT_OUT.test(file))
    .sort(),
]

const args = process.argv.slice(2)
const all = args.includes('--all')
const threads = Number(
  args.find((arg) => arg.startsWith('--threads='))?.slice(10) ?? Math.min(2, availableParallelism()),
)
const named = args.filter((arg) => !arg.startsWith('--'))
setPriority(15)
process.env['ROLECALL_QUICK'] = '1'

const started = Date.now()
const program = openProgram(ROOT)
const files = (named.length > 0 ? named : ENGINE).flatMap(sourcesIn)
const mutants = files.flatMap((file) => program.mutantsIn(file).map((mutant) => ({ mutant, key: keyOf(ROOT, mutant) })))
const judged = new Set(readJudgements().flatMap(keysOf))
/** What a former run told, a line each, is asked again and nothing else. */
const again = args.find((arg) => arg.startsWith('--again='))?.slice(8)
const told = again === undefined ? undefined : new Set(readFileSync(again, 'utf8').split('\n'))
const waiting = mutants.filter(
  ({ mutant, key }) => (all || !judged.has(key)) && (told === undefined || told.has(shown(mutant))),
)
const survivors: { readonly mutant: Mutant; readonly key: string }[] = []
const count = { 'noticed by a test': 0, 'noticed by the type checker': 0, 'without end': 0 }

await askUnchanged()
let done = 0
const total = waiting.length
await Promise.all(Array.from({ length: threads }, work))
program.close()
report()

function sourcesIn(path: string): readonly string[] {
  const found = statSync(join(ROOT, path)).isDirectory() ? globSync(`${path}/**/*.ts`, { cwd: ROOT }).sort() : [path]
  return found.filter((file) => !/\.(?:test|fixture)\.ts$/.test(file))
}

/** Ends the program when a test fails on the tree as it is, which would notice every mutant. */
async function askUnchanged(): Promise<void> {
  const thread = start()
  const outcome = await ask(thread, undefined)
  await thread.worker.terminate()
  if (outcome.failed === undefined) return
  process.stderr.write(`npm run mutate: the tests fail without any change: ${outcome.failed}\n`)
  process.exit(2)
}

interface Thread {
  readonly worker: Worker
  readonly pulse: Int32Array
}

function start(): Thread {
  const shared = new SharedArrayBuffer(8)
  const resourceLimits = { maxOldGenerationSizeMb: 1024 }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: shared, resourceLimits })
  return { worker, pulse: new Int32Array(shared) }
}

/** Takes mutants until none is left. A thread is used for some mutants only, since modules are never forgotten. */
async function work(): Promise<void> {
  let thread = start()
  let used = 0
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    done += 1
    if (done % 100 === 0) process.stderr.write(`${done} of ${total}, ${survivors.length} survive\n`)
    if (!program.typeChecks(next.mutant)) {
      count['noticed by the type checker'] += 1
      continue
    }
    const { failed } = await ask(thread, next.mutant)
    if (failed === undefined) {
      survivors.push(next)
      // Told as they are found: a whole run takes a while.
      if (!judged.has(next.key)) process.stderr.write(`${shown(next.mutant)}\n`)
    } else count[failed === WITHOUT_END ? 'without end' : 'noticed by a test'] += 1
    used += 1
    if (used % 40 === 0 || failed === WITHOUT_END) {
      await thread.worker.terminate()
      thread = start()
    }
  }
  await thread.worker.terminate()
}

/** Asks the tests about a mutant, or about the tree as it is. Endless loops and endless memory are failures, too. */
function ask({ worker, pulse }: Thread, mutant: Mutant | undefined): Promise<Answer> {
  return new Promise((resolve) => {
    Atomics.store(pulse, 1, START)
    let seen = Atomics.load(pulse, 0)
    let silent = 0
    const watch = setInterval(() => {
      const now = Atomics.load(pulse, 0)
      silent = now === seen ? silent + WATCH : 0
      seen = now
      if (silent > Atomics.load(pulse, 1)) settle({ failed: WITHOUT_END })
    }, WATCH)
    const settle = (answer: Answer): void => {
      clearInterval(watch)
      worker.off('message', settle)
      worker.off('error', fail)
      // A thread that is given up may still run out of memory.
      if (worker.listenerCount('error') === 0) worker.on('error', () => undefined)
      resolve(answer)
    }
    const fail = (): void => settle({ failed: WITHOUT_END })
    worker.on('message', settle)
    worker.on('error', fail)
    worker.postMessage({ ...(mutant && { mutant }), tests } satisfies Question)
  })
}

function shown(mutant: Mutant): string {
  return `${mutant.file}:${mutant.line}:${mutant.column}  ${changeOf(mutant)}`
}

function report(): void {
  const known = mutants.length - total
  survivors.sort((one, other) => one.key.localeCompare(other.key) || one.mutant.start - other.mutant.start)
  const unjudged = survivors.filter(({ key }) => !judged.has(key))
  for (const { mutant } of unjudged) process.stdout.write(`${shown(mutant)}\n`)
  const noticed = Object.entries(count).map(([how, number]) => `${number} ${how}`)
  if (told !== undefined) {
    process.stdout.write(`of ${total} asked again: ${noticed.join(', ')}, ${unjudged.length} survive\n`)
    process.exitCode = unjudged.length > 0 ? 1 : 0
    return
  }
  const surviving = known + survivors.length
  const score = (100 * (mutants.length - surviving)) / Math.max(1, mutants.length)
  const seconds = Math.round((Date.now() - started) / 1000)
  process.stdout.write(
    `${mutants.length} mutants: ${noticed.join(', ')}, ${surviving} survive (${surviving - unjudged.length} judged, ` +
      `${unjudged.length} not). Score ${score.toFixed(1)} %, in ${seconds} s\n`,
  )
  if (all) {
    const alive = new Set(survivors.map(({ key }) => key))
    for (const { mutant, key } of mutants) {
      if (judged.has(key) && !alive.has(key)) {
        process.stdout.write(`judged, and noticed all the same: ${shown(mutant)}\n`)
      }
    }
  }
  if (named.length === 0) {
    const there = new Set(mutants.map(({ key }) => key))
    for (const key of judged) if (!there.has(key)) process.stdout.write(`judged, and no mutant any more: ${key}\n`)
  }
  if (unjudged.length > 0) process.exitCode = 1
}
