/** What the documents say and a program can check: paths that exist, counts, dependencies. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { serviceModel } from '../src/aws/model.ts'
import type { ServiceName } from '../src/aws/operation.ts'
import { implementedOperations } from '../tests/samples/operations.ts'

const ROOT = join(import.meta.dirname, '..')
const DOCUMENTS = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).sort()
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** README's word for each service. */
const ROWS: Readonly<Record<ServiceName, string>> = {
  iam: 'IAM',
  sts: 'STS',
  ec2: 'EC2',
  s3: 'S3',
  s3control: 'S3 Control',
  logs: 'CloudWatch Logs',
  cloudwatch: 'CloudWatch metrics',
  cloudtrail: 'CloudTrail',
  accessanalyzer: 'IAM Access Analyzer',
  'iam-toolbox': 'IAM access troubleshooter',
}

test('links in the documents lead to files', () => {
  const broken = DOCUMENTS.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
      .filter(([, target]) => !existsSync(join(ROOT, dirname(document), target ?? '')))
      .map(([, target]) => `${document}: ${target}`),
  )
  assert.deepEqual(broken, [], 'the file was moved or removed; correct the link')
})

test('files and folders that the documents name are there', () => {
  const missing = DOCUMENTS.flatMap((document) =>
    [...read(document).matchAll(/`((?:src|tests|tools|bench|docs|models)\/[\w./-]+)`/g)]
      .map(([, path]) => path ?? '')
      // CONTRIBUTING's example tells how to write this one.
      .filter((path) => path !== 'src/accounts/SetSecurityTokenServicePreferences.ts' && !existsSync(join(ROOT, path)))
      .map((path) => `${document}: ${path}`),
  )
  assert.deepEqual(missing, [], 'the file was moved or removed; say where its subject stands now')
})

test('README counts the operations as the service tables do', () => {
  const built = implementedOperations()
  const rows = Object.entries(ROWS).map(([service, word]) => {
    const count = built.filter((operation) => operation.service === service).length
    // ROWS is keyed by service names.
    return `| ${word} | ${count} | ${serviceModel(service as ServiceName).operations.size} |`
  })
  const readme = read('README.md')
  assert.deepEqual(
    rows.filter((row) => !readme.includes(`\n${row}\n`)),
    [],
    'write these rows into the table "What is built" of README.md',
  )
})

test('every dependency is explained in docs/dependencies.md, and none runs a script when it is installed', () => {
  // The files are JSON with these members.
  const manifests = ['package.json', 'tools/runtime/package.json', 'console/package.json'].map(
    (file) => JSON.parse(read(file)) as Readonly<Record<string, Readonly<Record<string, string>>>>,
  )
  const lock = JSON.parse(read('package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>
  }
  const explained = read('docs/dependencies.md')
  const named = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((kind) =>
    manifests.flatMap((manifest) => Object.keys(manifest[kind] ?? {})),
  )
  assert.deepEqual(
    named.filter((name) => !explained.includes(`\`${name}\``)),
    [],
    'add a line: what for, why not ours, licence',
  )
  const scripts = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript)
  assert.deepEqual(
    scripts.map(([path]) => path),
    [],
    'a dependency with an install script is not taken',
  )
})
