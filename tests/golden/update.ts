/** Writes `authorization.txt` anew: `node tests/golden/update.ts`. Read the difference before you commit it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { collectPermissions, render } from './authorization.ts'

writeFileSync(join(import.meta.dirname, 'authorization.txt'), render(await collectPermissions()))
