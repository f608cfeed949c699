import { spawnSync } from 'node:child_process'

/** Runs a program to its end. Throws with its first words of complaint. */
export function run(program: string, args: readonly string[], input = ''): void {
  const { error, status, stderr } = spawnSync(program, args, {
    input,
    stdio: ['pipe', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (error) throw new Error(`${program} is not installed`, { cause: error })
  if (status !== 0) throw new Error(`${program}: ${stderr.trim().split('\n')[0]}`)
}

/** What `nsenter` takes to run a command in the network namespace that a path names. */
export const inNetwork = (path: string, ...command: readonly string[]): readonly string[] => [
  `--net=${path}`,
  '--',
  ...command,
]
