import { mkdirSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The user's own folder, not the shared temporary one that is Node's default: what lies in it is run. */
function compileCache(): void {
  const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'rolecall', 'compile')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    enableCompileCache(folder)
  } catch {
    // Without a cache the start is slower, and that is all.
  }
}

if (process.env['NODE_COMPILE_CACHE'] === undefined) compileCache()
const { run } = await import('./cli/run.ts')
process.exitCode = await run(process.argv.slice(2))
