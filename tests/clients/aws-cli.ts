/** The AWS CLI as tests call it. */
import assert from 'node:assert/strict'
import { tool } from '../tools.ts'
import { outcomeOf } from './server-process.ts'

export const awsCli = tool('aws')

/**
 * The CLI in this environment; `run` runs it elsewhere, on an instance for one. `text` and `json` fail the test when the
 * command fails; `refused` answers what it wrote to stderr, and fails the test when the command succeeds.
 */
export function awsCliIn(env: NodeJS.ProcessEnv, run = (args: readonly string[]) => outcomeOf(awsCli.path, args, env)) {
  const text = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(args)
    assert.equal(code, 0, `aws ${args.join(' ')}: ${stderr}`)
    return stdout
  }
  return {
    text,
    json: async (...args: string[]) => {
      const printed = await text(...args, '--output', 'json')
      return printed === '' ? undefined : JSON.parse(printed)
    },
    refused: async (...args: string[]) => {
      const { code, stdout, stderr } = await run(args)
      assert.notEqual(code, 0, `aws ${args.join(' ')} was not refused: ${stdout}`)
      return stderr.trim()
    },
  }
}
