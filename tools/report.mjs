// The reporter of `npm test`: a line a test file while it runs, then what was skipped and why, then what failed, and
// last Node's own summary as Node writes it.
import { relative } from 'node:path'
import { spec } from 'node:test/reporters'

export default async function* report(events) {
  const failures = []
  const skipped = new Map()
  const summary = []
  for await (const event of events) {
    const { type, data } = event
    if (type === 'test:pass' && data.skip !== undefined) remember(skipped, data)
    else if (type === 'test:fail') failures.push(event)
    else if (type === 'test:diagnostic' && data.file === undefined) summary.push(event)
    else if (type === 'test:summary' && data.file !== undefined) yield fileLine(data)
    else if (type === 'test:stderr' || type === 'test:stdout') yield data.message
  }
  if (skipped.size > 0) yield '\nskipped:\n'
  for (const [reason, names] of skipped) yield `  ${reason}: ${names.length} (${shorten(names)})\n`
  if (failures.length > 0) {
    yield '\n'
    yield* throughSpec(failures)
  }
  yield '\n'
  yield* throughSpec(summary)
}

function fileLine({ file, success, counts, duration_ms }) {
  const skips = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  const fails = counts.failed > 0 ? `, ${counts.failed} FAILED` : ''
  const name = relative(process.cwd(), file)
  return `${success ? '✔' : '✖'} ${name}  ${counts.tests} ${counts.tests === 1 ? 'test' : 'tests'}${skips}${fails}, ${seconds(duration_ms)}\n`
}

function remember(skipped, { skip, name }) {
  const reason = typeof skip === 'string' && skip !== '' ? skip : 'no reason given'
  const names = skipped.get(reason) ?? []
  names.push(name)
  skipped.set(reason, names)
}

const shorten = (names) =>
  names.length <= 3 ? names.join('; ') : `${names.slice(0, 3).join('; ')}; and ${names.length - 3} more`

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

/** Lets Node's own reporter write these events: its failure list, or its summary. */
async function* throughSpec(events) {
  const reporter = spec()
  for (const event of events) reporter.write(event)
  reporter.end()
  for await (const text of reporter) yield text
}
