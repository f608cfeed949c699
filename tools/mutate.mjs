// `npm run mutate`: changes the policy engine in one small place after another, and shows the changes that no test notices.
//   npm run mutate                        all of it
//   npm run mutate -- src/policy/compile  only these files and folders
//   npm run mutate -- --all ...           those that are judged already, too
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { install, root, runtime } from './setup.mjs'

install({ development: true })
const child = spawn(runtime(), [join(root, 'tools', 'mutation', 'run.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  process.stderr.write(`npm run mutate: ${error.message}\n`)
  process.exitCode = 1
})
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
