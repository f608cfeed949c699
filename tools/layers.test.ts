/** Who may import whom, and other facts about the tree that no compiler holds. See ARCHITECTURE.md for why. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'

const SRC = join(import.meta.dirname, '../src')
const CONSOLE = join(import.meta.dirname, '../console/src')

/** What an operation is written with; the rest of `aws/` is the pipeline's own. */
const CONTRACT = [
  'aws/operation.ts',
  'aws/arn.ts',
  'aws/caller.ts',
  'aws/error.ts',
  'aws/ids.ts',
  'aws/wire.ts',
  'aws/generated/',
]
const CORE = [...CONTRACT, 'policy/', 'state/', 'store/store.ts']
const IAM = ['accounts/', 'iam/', 'roles/', 'users/', 'groups/', 'managed-policies/', 'identity-providers/']
const SUBJECTS = [
  ...IAM,
  'instance-profiles/',
  'identity/',
  'simulation/',
  'sessions/',
  'instances/',
  'metadata/',
  'hosts/',
  'buckets/',
  'logs/',
  'metrics/',
  'trail/',
  'access-analyzer/',
]

/** Each folder of `src/` and what it may import besides itself: folders end in a slash, files are exact. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  policy: [],
  signature: [],
  // It answers what the linter asks, and knows its questions.
  'service-authorization': ['policy/'],
  bulk: [],
  store: [],
  secrets: ['store/store.ts'],
  state: ['store/store.ts'],
  aws: ['policy/', 'signature/', 'state/', 'store/store.ts'],
  accounts: [...CORE, ...IAM],
  iam: [...CORE, ...IAM],
  roles: [...CORE, ...IAM],
  users: [...CORE, ...IAM],
  groups: [...CORE, ...IAM],
  'managed-policies': [...CORE, ...IAM],
  'identity-providers': [...CORE, ...IAM],
  'instance-profiles': [...CORE, ...IAM],
  // It answers the pipeline's two questions, so it knows their types.
  identity: [...CORE, ...IAM, 'instance-profiles/', 'aws/authenticate.ts', 'aws/authorize.ts'],
  simulation: [...CORE, ...IAM, 'identity/'],
  sessions: [...CORE, ...IAM, 'instance-profiles/', 'identity/'],
  instances: [...CORE, ...IAM, 'instance-profiles/', 'identity/'],
  metadata: [...CORE, ...IAM, 'instance-profiles/', 'identity/', 'instances/', 'sessions/'],
  hosts: [...CORE, ...IAM, 'instance-profiles/', 'identity/', 'instances/', 'sessions/', 'metadata/'],
  buckets: [...CORE, 'bulk/', 'signature/'],
  logs: [...CORE, 'bulk/'],
  metrics: [...CORE, 'bulk/'],
  // It keeps the pipeline's records and seals its denials.
  trail: [...CORE, 'bulk/', 'aws/record.ts', 'aws/denial.ts'],
  'access-analyzer': [...CORE, 'service-authorization/'],
  // It authenticates and authorizes requests of its own, and records them.
  console: [
    ...CORE,
    'signature/',
    'accounts/',
    'iam/',
    'users/',
    'sessions/',
    'aws/authenticate.ts',
    'aws/authorize.ts',
    'aws/denial.ts',
    'aws/http.ts',
    'aws/progress.ts',
    'aws/record.ts',
    'aws/request-facts.ts',
  ],
  services: ['aws/', 'bulk/', ...SUBJECTS],
  cli: ['*'],
}

/** Imports against the table, each with its reason. This list should only ever shrink. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'roles/DeleteRole.ts -> instance-profiles/records.ts': 'a role that stands in a profile cannot be deleted',
  'accounts/GetAccountSummary.ts -> instance-profiles/records.ts': 'the summary counts instance profiles',
  'accounts/details.ts -> instance-profiles/records.ts': 'the account report lists the profiles of each role',
  'accounts/details.ts -> instance-profiles/views.ts': 'the account report lists the profiles of each role',
  'buckets/disk/commands.ts -> store/sqlite/database.ts': 'the object index is to use bulk/database.ts',
  'buckets/disk/index-reader.ts -> store/sqlite/database.ts': 'the object index is to use bulk/database.ts',
  'buckets/disk/index-writer.ts -> store/sqlite/database.ts': 'the object index is to use bulk/database.ts',
  'buckets/disk/schema.ts -> store/sqlite/database.ts': 'the object index is to use bulk/database.ts',
}

/** The one-file wrappers of `node:sqlite`. */
const SQLITE_WRAPPERS = ['store/sqlite/database.ts', 'bulk/database.ts']

/** Files that may be longer than 500 lines, each with its reason. This list should only ever shrink. */
const LONG_FILES: Readonly<Record<string, string>> = {}

interface Source {
  /** Path below `src/`. */
  readonly path: string
  readonly text: string
  /** Imports of ours as paths below `src/`; others as they are written. */
  readonly imports: readonly string[]
}

const sources = readSources(SRC)
const consoleSources = readSources(CONSOLE)
/** Tests, their fixtures, and suites that tests run: they may import what they test. */
const isTest = (path: string): boolean =>
  /(\.test|\.fixture|(^|[/-])for-tests|(^|\/)fixtures|(^|\/)test-[\w-]+|(^|\/)conformance[\w-]*)\.ts$/.test(path)
const product = sources.filter(({ path }) => !isTest(path))

test('every folder imports only what stands above it', () => {
  const violations: string[] = []
  for (const { path, imports } of product) {
    const [folder = '', ...rest] = path.split('/')
    if (rest.length === 0) continue
    const allowed = MAY_IMPORT[folder]
    if (!allowed) {
      violations.push(`src/${folder}/ is not in MAY_IMPORT: say in tools/layers.test.ts what it may import`)
      continue
    }
    for (const target of imports) {
      if (!isOurs(target) || target.startsWith(`${folder}/`) || `${path} -> ${target}` in EXCEPTIONS) continue
      if (
        allowed.some((entry) => entry === '*' || entry === target || (entry.endsWith('/') && target.startsWith(entry)))
      )
        continue
      violations.push(
        `src/${path} imports src/${target}: ${folder}/ may import ${allowed.join(' ') || 'nothing of ours'}`,
      )
    }
  }
  assert.deepEqual(
    violations,
    [],
    'move what is shared to a folder above both, or pass it in from app.ts; do not widen the table',
  )
})

test('every exception to the table is still needed', () => {
  const used = new Set(product.flatMap(({ path, imports }) => imports.map((target) => `${path} -> ${target}`)))
  assert.deepEqual(
    Object.keys(EXCEPTIONS).filter((exception) => !used.has(exception)),
    [],
    'take these lines out of EXCEPTIONS: nothing needs them any more',
  )
})

test('store engines know the contract and nothing of each other', () => {
  const violations = product.flatMap(({ path, imports }) => {
    const engine = /^store\/(\w+)\//.exec(path)?.[1]
    return imports.filter((target) => {
      const other = /^store\/(\w+)\//.exec(target)?.[1]
      return path.startsWith('store/') && other !== undefined && other !== engine
    })
  })
  assert.deepEqual(violations, [], 'what two engines share stands in src/store/ itself')
})

test('nothing that ships imports tests or their helpers', () => {
  const violations = product.flatMap(({ path, imports }) =>
    imports.filter((target) => isOurs(target) && isTest(target)).map((target) => `src/${path} imports src/${target}`),
  )
  assert.deepEqual(violations, [], 'move what the product needs out of the helper')
})

test('node:sqlite is known to one file of each engine family', () => {
  const knowing = product.filter(({ imports }) => imports.includes('node:sqlite')).map(({ path }) => path)
  assert.deepEqual(knowing.sort(), [...SQLITE_WRAPPERS].sort(), 'go through the wrapper, or add its method there')
})

test('policy and signature are pure: no clock, no randomness, no input or output', () => {
  const violations = product.flatMap(({ path, text, imports }) => {
    const folder = path.split('/')[0]
    if (folder !== 'policy' && folder !== 'signature') return []
    const allowed = folder === 'policy' ? [] : ['node:crypto', 'node:zlib', 'hash-wasm']
    const outside = imports.filter((target) => !isOurs(target) && !allowed.includes(target))
    const impure =
      withoutComments(text).match(
        /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\brandom(Bytes|UUID|Int)\(|\bfetch\(/g,
      ) ?? []
    return [...outside, ...impure].map((what) => `src/${path}: ${what}`)
  })
  assert.deepEqual(violations, [], 'pass the fact in as a parameter')
})

test('dependencies are imported where package.json ships them', () => {
  // The file is JSON with these members.
  const manifest = JSON.parse(readFileSync(join(SRC, '../package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  const violations = product.flatMap(({ path, imports }) =>
    imports
      .filter((target) => !isOurs(target) && !target.startsWith('node:'))
      .filter(
        (target) =>
          !Object.keys(manifest.dependencies).some((name) => target === name || target.startsWith(`${name}/`)),
      )
      .map((target) => `src/${path} imports ${target}`),
  )
  assert.deepEqual(violations, [], 'a dependency of the product stands under dependencies and in docs/dependencies.md')
})

test('the console imports itself, its packages and the policy library, and nothing else of the server', () => {
  // The file is JSON with these members.
  const manifest = JSON.parse(readFileSync(join(CONSOLE, '../package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  const packages = ['rolecall/policy', ...Object.keys(manifest.dependencies)]
  const violations = consoleSources
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter((target) =>
          /\.(tsx?|css)$/.test(target) && !target.startsWith('@')
            ? target.startsWith('..')
            : !packages.some((name) => target === name || target.startsWith(`${name}/`)),
        )
        .map((target) => `console/src/${path} imports ${target}`),
    )
  assert.deepEqual(
    violations,
    [],
    'the console speaks the public APIs; see docs/decisions/0021-the-console-is-a-client.md',
  )
})

test('no file is longer than 500 lines, generated ones aside', () => {
  const long = [...sources, ...consoleSources]
    .filter(({ path, text }) => !path.startsWith('aws/generated/') && text.split('\n').length > 501)
    .map(({ path }) => path)
  assert.deepEqual(long.sort(), Object.keys(LONG_FILES).sort(), 'divide it by subject')
})

test('a file that defines operations is named after them', () => {
  const defined = product.map(({ path, text }) => ({
    path,
    name: path.split('/').at(-1)?.replace(/\.ts$/, '') ?? '',
    operations: [...text.matchAll(/\boperation\(\s*'[\w-]+',\s*'(\w+)'/g)].map((match) => match[1] ?? ''),
  }))
  const known = new Set(defined.flatMap(({ operations }) => operations))
  const violations = defined
    .filter(({ name, operations }) => {
      // A family of twins has a name of its own.
      if (operations.length > 1) return known.has(name) && !operations.includes(name)
      return operations.length === 1 ? name !== operations[0] : !isKebab(name)
    })
    .map(({ path, operations }) => `src/${path} defines ${operations.join(', ') || 'no operation'}`)
  assert.deepEqual(violations, [], 'name the file exactly as its operation, or in kebab-case when it defines none')
})

test('an exported operation has the name that AWS gives it', () => {
  const violations = product.flatMap(({ path, text }) =>
    [...text.matchAll(/^export const (\w+) =(?: \([^)]*\)[^=\n]*=>)?\s*operation\(\s*'[\w-]+',\s*'(\w+)'/gm)]
      .filter(([, exported, operation]) => exported !== operation)
      .map(([, exported, operation]) => `src/${path} exports ${operation} as ${exported}`),
  )
  assert.deepEqual(violations, [], 'export it under its own name')
})

const isKebab = (name: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)
const isOurs = (target: string): boolean => target.endsWith('.ts')
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')

function readSources(folder: string): readonly Source[] {
  // `recursive` answers paths as strings.
  const paths = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => /\.tsx?$/.test(path)).sort()
  assert.ok(paths.length > 30, 'the sources are found')
  return paths.map((path) => {
    const text = readFileSync(join(folder, path), 'utf8')
    return { path, text, imports: importsOf(path, text) }
  })
}

function importsOf(path: string, text: string): readonly string[] {
  const written = [
    ...text.matchAll(/^(?:import|export)\s[\w\s{},*$]*?from\s+'([^']+)'/gm),
    ...text.matchAll(/^import\s+'([^']+)'/gm),
    ...text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g),
  ].map((match) => match[1] ?? '')
  return written.map((target) => (target.startsWith('.') ? normalize(join(dirname(path), target)) : target))
}
