import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { createVirtualFileSystem } from 'typescript/unstable/fs'
import { API } from 'typescript/unstable/sync'
import { changeOf, keyOf, keysOf, readJudgements } from './judged.ts'
import { mutantsOf } from './mutants.ts'
import { openProgram } from './program.ts'

const ROOT = join(import.meta.dirname, '../..')

function mutantsIn(text: string) {
  const api = new API({
    cwd: '/',
    fs: createVirtualFileSystem({ '/tsconfig.json': '{"files":["a.ts"]}', '/a.ts': text }),
  })
  try {
    const source = api
      .updateSnapshot({ openProjects: ['/tsconfig.json'] })
      .getProject('/tsconfig.json')
      ?.program.getSourceFile('/a.ts')
    assert.ok(source)
    return mutantsOf(source, 'a.ts')
  } finally {
    api.close()
  }
}

const CHANGED: Readonly<Record<string, readonly string[]>> = {
  'a < b': ['< -> <=', '< -> >='],
  'a && b': ['a && b -> (a)', 'a && b -> (b)'],
  'a ?? b': ['a ?? b -> (a)', 'a ?? b -> (b)', '?? -> ||'],
  '!a': ['!a -> (a)'],
  'a?.b': ['?. -> .'],
  'a === b ? c : d': ['a === b -> true', 'a === b -> false'],
  'a.some(b)': ['some -> every'],
  'a.filter(b)': ['a.filter(b) -> a'],
  '5': ['5 -> 6', '5 -> 4'],
  '0n': ['0n -> 1n', '0n -> (-1n)'],
  "'text'": ["'text' -> ''"],
  "''": ["'' -> '~'"],
  '/^a+$/i': ['/^a+$/i -> /a+$/i', '/^a+$/i -> /^a+/i', '/^a+$/i -> /^a*$/i', '/^a+$/i -> /^a$/i', '/^a+$/i -> /^a+$/'],
  YES: ['YES -> NO', 'YES -> UNCLEAR'],
  '[a]': ['[a] -> []'],
}

for (const [expression, changes] of Object.entries(CHANGED)) {
  test(`${expression} is changed in every way that is easily mistaken`, () => {
    assert.deepEqual(mutantsIn(`const x = ${expression}`).map(changeOf).sort(), [...changes].sort())
  })
}

test('returns, loops and statements are changed, with the function that they stand in', () => {
  const text = 'function f(a) {\n  while (a) g()\n  const h = () => {\n    return a\n  }\n}'
  assert.deepEqual(
    mutantsIn(text).map((mutant) => [mutant.within, mutant.line, mutant.column, changeOf(mutant)]),
    [
      ['f', 2, 10, 'a -> false'],
      ['f', 2, 13, 'g() -> ;'],
      ['f.h', 4, 12, 'a -> undefined'],
    ],
  )
})

test('types, imports and names are left alone', () => {
  const text =
    "import { b } from './b.ts'\nexport type T = 'a' | 5\ninterface I { readonly [YES]: '5' }\nexport const f = (x: 'y'): 1 => x as 1"
  assert.deepEqual(mutantsIn(text), [])
})

test('each judgement has a reason and speaks of a change that can be made', () => {
  const program = openProgram(ROOT)
  const judgements = readJudgements()
  const files = new Set(judgements.map(({ file }) => file))
  const keys = new Set([...files].flatMap((file) => program.mutantsIn(file).map((mutant) => keyOf(ROOT, mutant))))
  program.close()
  const gone = judgements.filter((one) => keysOf(one).some((key) => !keys.has(key)))
  assert.deepEqual(gone, [], 'the code was changed; judge again with `npm run mutate`, or take the entry away')
  assert.deepEqual(
    judgements.filter(({ reason }) => reason.length < 20),
    [],
  )
})
