// `npm run screenshots [-- part of a name]`: pictures of the console's pages, into .cache/screenshots.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildConsole } from './build-console.mjs'
import { browser, step } from './prepare.mjs'
import { install, root, runtime } from './setup.mjs'

install({ development: true })
buildConsole()
step('browser', browser)
const script = join(root, 'tests', 'console', 'screenshots.ts')
process.exitCode = spawnSync(runtime(), [script, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1
