import { readFileSync } from 'node:fs'

/** The version of package.json, which stands one folder above this file in the tree and in the published package. */
export const VERSION: string = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
