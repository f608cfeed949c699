import { parseArgs } from 'node:util'
import { UsageError } from '../command.ts'
import { readCaseFile } from './cases/case-file.ts'
import { failures, humanReport, type RunCase, tapBailOut, tapReport } from './cases/report.ts'
import { runCase } from './cases/run-case.ts'
import { FileProblem } from './text-file.ts'

/** `rolecall policy test`: exits with 1 when a case fails. All files are read before the first case is run. */
export async function test(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { tap: { type: 'boolean' } },
  })
  if (positionals.length === 0) throw new UsageError('test takes files of cases; see docs/policy-files.md')
  let runs: readonly RunCase[]
  try {
    const cases = positionals.flatMap(readCaseFile)
    runs = cases.map((one) => ({ one, surprises: runCase(one) }))
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    if (values.tap) process.stdout.write(tapBailOut(error.message))
    process.stderr.write(`${error.message}\n`)
    return 2
  }
  process.stdout.write(values.tap ? tapReport(runs) : humanReport(runs))
  return failures(runs) === 0 ? 0 : 1
}
